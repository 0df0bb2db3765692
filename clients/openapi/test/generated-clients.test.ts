// What generators of the ecosystem make of openapi.json works, and they have nothing to complain of.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it, vi } from 'vitest';
import { REPOSITORY_ROOT } from '../../../function/harness/built-server.ts';
import { serverUnderTest } from '../../../function/harness/server-under-test.ts';
import { installClients, runPython } from '../../../function/test/clients/python.ts';
import { generateTypes } from '../../typescript/generate.ts';

const TIMEOUT_MS = 120_000;
const PHOTO = path.join(REPOSITORY_ROOT, 'function/samples/chelsea.png');
const clients = path.join(import.meta.dirname, 'python');
const run = promisify(execFile);

const server = serverUnderTest();
const hasPython = await installClients();
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function temporaryFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, 'generated-'));
  folders.push(folder);
  return folder;
}

const expected = {
  model: 'cats-vs-dogs',
  prediction: 'cat',
  code: 'image_type_unsupported',
  batch: ['cat', 'image_type_unsupported'],
};

it.skipIf(!hasPython)(
  'openapi-python-client',
  async () => {
    const folder = temporaryFolder(tmpdir());
    const lock = path.join(clients, 'requirements.lock');
    const config = path.join(clients, 'openapi-python-client.yaml');
    const target = path.join(folder, 'generated');
    await runPython('openapi-python-client', lock, [
      ...['-m', 'openapi_python_client', 'generate', '--url', `${server.url}/openapi.json`],
      ...['--config', config, '--meta', 'none', '--output-path', target, '--fail-on-warning'],
    ]);

    const steps = path.join(clients, 'generated_steps.py');
    const { stdout } = await runPython('openapi-python-client', lock, [steps, server.url, PHOTO], {
      PYTHONPATH: folder,
    });
    expect(JSON.parse(stdout)).toEqual(expected);
  },
  TIMEOUT_MS,
);

it(
  'openapi-typescript with openapi-fetch',
  async () => {
    const complaints = vi.spyOn(console, 'warn');
    // Within the repository, where openapi-fetch is found.
    const folder = temporaryFolder(path.join(REPOSITORY_ROOT, 'test-output'));
    writeFileSync(path.join(folder, 'schema.ts'), await generateTypes());
    expect(complaints).not.toHaveBeenCalled();
    const program = path.join(folder, 'program.ts');
    writeFileSync(program, PROGRAM);
    const options = '--noEmit --strict --skipLibCheck --allowImportingTsExtensions --target es2023'.split(
      ' ',
    );
    await run(
      'npx',
      ['tsc', '--ignoreConfig', ...options, '--module', 'nodenext', '--types', 'node', program],
      {
        cwd: REPOSITORY_ROOT,
      },
    );
    const { stdout } = await run(process.execPath, ['--import', 'tsx', program, server.url, PHOTO], {
      cwd: REPOSITORY_ROOT,
    });
    expect(JSON.parse(stdout)).toEqual(expected);
  },
  TIMEOUT_MS,
);

const PROGRAM = `
import { readFileSync } from 'node:fs';
import createClient from 'openapi-fetch';
import type { paths } from './schema.ts';

const [url, file] = process.argv.slice(2) as [string, string];
const api = createClient<paths>({ baseUrl: url });
const photo = new Blob([readFileSync(file)]);
const text = new Blob(['no photo']);
const predict = (body: Blob) =>
  api.POST('/predict', {
    body,
    bodySerializer: (blob) => blob,
    headers: { 'content-type': 'application/octet-stream' },
  });

const ready = await api.GET('/ready');
const { data: prediction } = await predict(photo);
const { error: problem } = await predict(text);
const { data: batch } = await api.POST('/predict/batch', {
  body: { file: [photo, text] },
  bodySerializer({ file }) {
    const form = new FormData();
    for (const one of file) form.append('file', one);
    return form;
  },
});
if (typeof batch !== 'object') throw new Error('the batch has no results');
console.log(
  JSON.stringify({
    model: ready.data?.model.name,
    prediction: prediction?.prediction,
    code: problem?.code,
    batch: batch.results.map((result) => ('error' in result ? result.error.code : result.prediction)),
  }),
);
`;
