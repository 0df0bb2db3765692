import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../tools/names.ts';
import { commandsPage, pageFile } from '../commands-page.ts';
import { formerTargets } from '../former-targets.ts';
import { table } from '../table.ts';

const scripts: Readonly<Record<string, string>> = manifest.scripts;
const CLI = 'node function/cli/cats-vs-dogs.mjs ';
const MAX_SCRIPTS = 60;

const paths = new Set(
  (
    await Promise.all(
      table.groups.map(async ({ name, load }) => [
        name,
        ...(await load()).map((verb) => `${name} ${verb.name}`),
      ]),
    )
  )
    .flat()
    .concat(table.shortcuts.map(({ name }) => name)),
);

/** A group with its verb, or a short form, at the start of some words. */
const isCommand = (words: string) => {
  const [first = '', second = ''] = words.split(/\s+/);
  return (
    paths.has(`${first} ${second}`) ||
    (paths.has(first) && (second === '' || !/^[a-z]/.test(second))) ||
    table.shortcuts.some(({ name }) => name === first)
  );
};

it('docs/commands.md is what npx . generate commands writes', async () =>
  expect(readFileSync(pageFile, 'utf8')).toBe(await commandsPage(table)));

describe('the scripts of package.json', () => {
  it(`are at most ${MAX_SCRIPTS}`, () =>
    expect(Object.keys(scripts).length).toBeLessThanOrEqual(MAX_SCRIPTS));

  it.each(Object.entries(scripts).filter(([, script]) => script.includes(CLI)))(
    '%s runs a command that there is',
    (_, script) => {
      const commands = script.split(' && ').filter((part) => part.startsWith(CLI));
      for (const command of commands) expect(isCommand(command.slice(CLI.length))).toBe(true);
    },
  );

  it.each(Object.entries(scripts).filter(([name]) => name.includes(':')))(
    'a colon means group:verb: %s',
    (name, script) => {
      // Parts of the tests are no commands: npm and Vitest run them.
      if (name.startsWith('test:')) return expect(script).toMatch(/vitest|test/);
      const built = script.replace(/^npm run --silent build && /, '');
      expect(built).toBe(`${CLI}${name.replace(':', ' ')}`);
    },
  );

  it('need no POSIX shell', () => {
    for (const script of Object.values(scripts))
      expect(script).not.toMatch(/'|\$|;|\.\/|\bexec\b|^\w+=| \w+=\S+ /);
  });

  it.each(Object.entries(formerTargets))('has the former target %s as %s', (_, name) =>
    expect(scripts).toHaveProperty([name]),
  );
});

// The log of commits has former names, and the pipeline's test adds a script of its own.
const pages = execFileSync('git', ['ls-files', '*.md', '.ci/run', 'Dockerfile', '*.ts', '*.py', '*.yaml'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter(
    (page) => !['CHANGELOG.md', 'ci/pipeline-e2e/checkout.ts'].includes(page) && !page.startsWith('cli/'),
  );
const textOf = (page: string) => readFileSync(path.join(root, page), 'utf8');

/** Names in a text that are no script and no command. */
function unknownIn(text: string): string[] {
  const named = [...text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name]) => name!);
  const called = [...text.matchAll(/npx \. ([a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)?)/g)].map(
    ([, words]) => words!,
  );
  return [...named.filter((name) => !(name in scripts)), ...called.filter((words) => !isCommand(words))];
}

it('every page and source names only scripts and commands that there are', () =>
  expect(pages.flatMap((page) => unknownIn(textOf(page)).map((name) => `${page}: ${name}`))).toEqual([]));

it.each([
  ['npm run kind:full, npx . kind full and npx . predict FILE', []],
  ['npm run kind:fill', ['kind:fill']],
  ['`npx . cluster deplyo`', ['cluster deplyo']],
  ['npx . clster', ['clster']],
])('a name that is none is seen: %j', (text, unknown) => expect(unknownIn(text)).toEqual(unknown));
