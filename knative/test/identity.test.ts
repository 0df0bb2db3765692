import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify } from '../image/identity.ts';
import { inputFiles } from '../image/inputs.ts';

let root: string;
const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
};
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: root,
    encoding: 'utf8',
  }).trim();

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-identity-'));
  write('.dockerignore', '# a comment\n*\n!package.json\n!function/src\n!function/model/model.json\n');
  write('Dockerfile', 'FROM scratch\n');
  write('package.json', '{ "version": "1.2.3" }');
  write('function/src/main.ts', 'start();\n');
  write('function/test/main.test.ts', 'test();\n');
  write('function/model/model.json', '{ "version": "4.5.6" }');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first', '--date', '2020-01-02T03:04:05Z');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the name of an image', () => {
  it('is that of the version and the commit', () => {
    const revision = git('rev-parse', 'HEAD');
    expect(identify(root, {})).toEqual({
      reference: `dev.local/cats-vs-dogs:1.2.3-${revision.slice(0, 12)}`,
      version: '1.2.3',
      modelVersion: '4.5.6',
      revision,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it('of a changed tree says so, and differs from change to change', () => {
    const names = ['one', 'two', 'one'].map((text) => {
      write('function/src/main.ts', text);
      return identify(root, {});
    });
    expect(names.map(({ reference }) => reference)).toEqual([
      expect.stringMatching(/^dev\.local\/cats-vs-dogs:1\.2\.3-[0-9a-f]{12}-dirty-[0-9a-f]{8}$/),
      expect.not.stringMatching(names[0]!.reference),
      names[0]!.reference,
    ]);
    expect(names[0]).not.toHaveProperty('createdAt');
  });

  it('says of a file that is not committed yet that the tree is changed', () => {
    write('function/src/new.ts', 'more();\n');
    expect(identify(root, {}).reference).toContain('-dirty-');
  });

  it('is not changed by what no image is made of', () => {
    const before = identify(root, {});
    write('function/test/main.test.ts', 'another();\n');
    write('notes.txt', 'mine\n');
    expect(identify(root, {})).toEqual(before);
  });

  it('without a repository is made from the contents, and from what the environment tells', () => {
    rmSync(path.join(root, '.git'), { recursive: true });
    expect(identify(root, {})).toMatchObject({
      reference: expect.stringMatching(/:1\.2\.3-unknown-dirty-[0-9a-f]{8}$/),
      revision: 'unknown',
    });
    expect(identify(root, { SOURCE_REVISION: 'abc' })).toMatchObject({ revision: 'abc' });
  });

  it('tells where the sources are, without a password', () => {
    // In parts, for the scan for secrets takes it for one.
    git('remote', 'add', 'origin', `https://${'me:secret'}@example.org/cats.git`);
    expect(identify(root, {}).source).toBe('https://example.org/cats.git');
    expect(identify(root, { IMAGE_SOURCE: 'https://example.org/other' }).source).toBe(
      'https://example.org/other',
    );
  });
});

it('the inputs of an image are its recipe and what .dockerignore lets in', () => {
  expect(inputFiles(root)).toEqual([
    '.dockerignore',
    'Dockerfile',
    'function/model/model.json',
    'function/src/main.ts',
    'package.json',
  ]);
});
