import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { configTable, packageRoot } from '../src/config.ts';
import { errors } from '../src/errors.ts';

const pages = [
  'README.md',
  'docs/ci.md',
  'docs/clients.md',
  'docs/events.md',
  'docs/knative.md',
  'docs/v2.md',
  'knative/README.md',
  'function/README.md',
  'model-build/README.md',
  'function/samples/README.md',
  'observability/dashboards/README.md',
];
const textOf = (page: string) => readFileSync(path.join(packageRoot, page), 'utf8');

describe.each(pages)('%s', (page) => {
  const text = textOf(page);

  it('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

describe('function/README.md', () => {
  const text = textOf('function/README.md');

  it('has the table of variables as the code has it', () => expect(text).toContain(configTable()));

  it.each(Object.entries(errors))('lists %s', (code, [status, title]) =>
    expect(text).toContain(`| \`${code}\` | ${status} | ${title} |`),
  );
});
