// The package as npm would publish it.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY_ROOT } from '../../../function/harness/built-server.ts';
import { serverUnderTest } from '../../../function/harness/server-under-test.ts';
import manifest from '../package.json' with { type: 'json' };

const run = promisify(execFile);
const folder = path.join(import.meta.dirname, '..');
const TIMEOUT_MS = 120_000;
const server = serverUnderTest();

/** A project that has installed the package. */
const project = mkdtempSync(path.join(tmpdir(), 'client-package-'));
const tarball = path.join(project, `${manifest.name}-${manifest.version}.tgz`);
afterAll(() => rmSync(project, { recursive: true }));

beforeAll(async () => {
  await run('npm', ['pack', '--pack-destination', project], { cwd: folder });
  await run('tar', ['-xzf', tarball, '-C', project]);
  const modules = path.join(project, 'node_modules');
  mkdirSync(modules);
  cpSync(path.join(project, 'package'), path.join(modules, manifest.name), { recursive: true });
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers']) {
    symlinkSync(path.join(REPOSITORY_ROOT, 'node_modules', name), path.join(modules, name));
  }
}, TIMEOUT_MS);

it(
  'is as publint wants it',
  async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: 'npm' });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'has types that are right in each way to import them, as arethetypeswrong checks',
  async () => {
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
    expect(analysis.types).toEqual({ kind: 'included' });
    expect('problems' in analysis && analysis.problems).toEqual([]);
  },
  TIMEOUT_MS,
);

it('holds the code, its types and a README, and nothing else', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  const files = stdout
    .trim()
    .split('\n')
    .filter((file) => !/^package\/dist\/(esm|cjs)\/[\w.]+\.(js|json|d\.ts)$/.test(file));
  expect(files.sort()).toEqual(['package/README.md', 'package/package.json']);
});

describe('in a project that has installed it', () => {
  const program = `
    const client = createClient({ baseUrl: process.argv[2] });
    client.predict(process.argv[3]).then(({ prediction }) => console.log(prediction));`;

  it.each([
    ['index.mjs', `import { createClient } from '${manifest.name}';${program}`],
    ['index.cjs', `const { createClient } = require('${manifest.name}');${program}`],
  ])('%s runs', async (file, text) => {
    writeFileSync(path.join(project, file), text);
    const photo = path.join(REPOSITORY_ROOT, 'function/samples/chelsea.png');
    const { stdout, stderr } = await run(process.execPath, [path.join(project, file), server.url, photo]);
    expect({ stdout, stderr }).toEqual({ stdout: 'cat\n', stderr: '' });
  });
});
