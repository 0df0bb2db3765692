import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formerKindVerbs } from '../../knative/test/kind-verbs.ts';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../tools/names.ts';
import { credentials, stages } from '../pipeline/pipeline.ts';
import { variables } from '../pipeline/settings.ts';

const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const textOf = (page: string) => readFileSync(path.join(root, page), 'utf8');

/** As a page of GitHub or GitLab calls a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** What is wrong with the links of a text, from a page's folder. */
function deadLinks(text: string, folder: string): string[] {
  const links = [...text.matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    const [file, anchor] = link.split('#');
    const place = file === '' ? undefined : path.join(folder, file!);
    if (place !== undefined && !existsSync(path.join(root, place))) return true;
    if (anchor === undefined) return false;
    const target = place === undefined ? text : textOf(place);
    return ![...target.matchAll(/^#+ (.*)$/gm)].some(([, heading]) => anchorOf(heading!) === anchor);
  });
}

describe.each(pages)('%s', (page) => {
  it('links only to what is there', () => expect(deadLinks(textOf(page), path.dirname(page))).toEqual([]));
});

it.each([
  ['[a](nothing.md)', ['nothing.md']],
  ['[a](README.md#nothing-of-this)', ['README.md#nothing-of-this']],
  ['# A heading: *with* marks\n[a](#a-heading-with-marks)', []],
  ['[a](https://example.org/dead)', []],
])('a dead link is seen: %j', (text, dead) => expect(deadLinks(text, '.')).toEqual(dead));

describe('works on every system', () => {
  // What cmd.exe, which runs npm scripts on Windows, reads in another way.
  const POSIX = /[;|$'`]|\\|(^|&& )\w+=|(^|&& )\.\//;
  // Options and programs that macOS and BSD do not have, or have with another meaning.
  const GNU =
    /\bsed -i |\bdate -d|\bbase64 -w|\breadlink -f|\bxargs -r|\bsha256sum\b|\bgrep -P|\bnproc\b|\bstat -c|\bsort -V|\bmktemp --/;

  it.each(Object.entries(manifest.scripts))('npm run %s', (_, script) => expect(script).not.toMatch(POSIX));

  it.each(pages)('%s', (page) => {
    const code = [...textOf(page).matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands).join('');
    expect(code).not.toMatch(GNU);
  });
});

/** Pages that list places in the code. */
const PAGES_WITH_PLACES = ['CONTRIBUTING.md', 'docs/security.md', 'docs/add-a-class.md'];
/** Where the places of a text may begin: its tables name a room once. */
const PLACE_ROOTS = ['.', 'docs', 'function', 'function/src', 'model-build', 'model-build/src/cats_vs_dogs'];

/** Files and folders that a text names as code and that are not there; NAME stands for any. */
function missingPlaces(text: string): string[] {
  const spans = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]*)+)`/g)].map(([, span]) => span!);
  // What a command makes is in no commit.
  const named = spans.filter((span) => !span.includes('NAME') && !span.startsWith('model-build/work/'));
  return named.filter((span) => !PLACE_ROOTS.some((folder) => existsSync(path.join(root, folder, span))));
}

it.each(PAGES_WITH_PLACES)('%s names only files and folders that there are', (page) =>
  expect(missingPlaces(textOf(page))).toEqual([]),
);

it('a file that is not there is seen', () =>
  expect(missingPlaces('`function/src/app.ts`, `src/ap.ts` and `routes/NAME.ts`')).toEqual(['src/ap.ts']));

describe('docs/commands.md', () => {
  const rows = [...textOf('docs/commands.md').matchAll(/^\| `([\w-]+)` \| `npm (?:run )?([^`]+)` \|/gm)].map(
    ([, target, script]) => ({ target: target!, script: script! }),
  );

  it.each(rows)('npm run $script is there', ({ script }) =>
    expect(manifest.scripts).toHaveProperty([script]),
  );

  it('has every target of the former Makefile', () => {
    const targets = rows.map(({ target }) => target);
    const monitoring = ['deploy', 'status', 'stop', 'delete'];
    expect(targets).toEqual(
      expect.arrayContaining([
        ...[
          'init',
          'install',
          'download',
          ...['status', 'pull', 'push', 'repro'].map((verb) => `dvc-${verb}`),
          ...['prometheus', 'alertmanager', 'grafana'].map((part) => `${part}-logs`),
          'data-setup',
          'train',
          'mlflow-ui',
          'test',
          'test-quick',
          'lint',
          'format',
        ],
        ...['serve', 'docker-build', 'docker-run', 'docker-stop', 'alerts-status', 'alerts-test'],
        ...['app-stop', 'all-stop', 'clean', ...formerKindVerbs.map((name) => `kind-${name}`)],
        ...monitoring.map((name) => `monitoring-${name}`),
      ]),
    );
  });
});

describe('docs/ci.md', () => {
  const text = textOf('docs/ci.md');

  it.each(stages)('has $title with its script and what skips it', ({ title, name, skippedBy }) => {
    const row = text.split('\n').find((line) => line.startsWith(`| ${title} |`));
    expect(row).toContain(`\`ci/stage ${name}\``);
    expect(row).toMatch(new RegExp(`\\| ${skippedBy ?? ''} ?\\|$`));
  });

  it.each(stages)('says what to do when $name is red', ({ name }) =>
    expect(text).toMatch(new RegExp(`^\\| ${name} \\| `, 'm')),
  );

  it.each(Object.entries(credentials))('tells what %s is called in Jenkins', (variable, id) => {
    const row = text.split('\n').find((line) => line.startsWith('| `') && line.includes(`\`${id}\``));
    expect(row).toContain(`\`${variable}\``);
  });

  it('names no variable that there is not', () => {
    const known = [...Object.keys(variables), ...Object.keys(credentials)];
    const exported = [...text.matchAll(/\b([A-Z][A-Z_]+)=\S/g)].map(([, name]) => name!);
    expect(exported.filter((name) => !known.includes(name))).toEqual([]);
  });
});
