import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../tools/free-port.ts';
import {
  type BuiltServer,
  type Environment,
  REPOSITORY_ROOT,
  spawnServer,
  startServer,
} from '../../harness/built-server.ts';
import { CHELSEA_PNG } from '../../harness/photos.ts';

type Json = { [key: string]: Json } & Json[] & (string | number);

const released = process.env.MODEL_PATH ?? path.join(REPOSITORY_ROOT, 'function/model');
const scratch = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-'));
const spawned: BuiltServer[] = [];
let folder = '';

beforeEach(() => {
  folder = path.join(scratch, 'model');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const file of ['model.json', 'model.onnx', 'self-test.jpg'])
    cpSync(path.join(released, file), path.join(folder, file));
});
afterEach(async () => {
  await Promise.all(spawned.splice(0).map((server) => server.stop()));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the server until it ends by itself; one that starts after all is stopped and fails the test. */
async function refusal(env: Environment): Promise<string> {
  const server = spawnServer(await freePort(), env);
  spawned.push(server);
  let ended = false;
  const exit = server.exit.then((result) => {
    ended = true;
    return result;
  });
  while (!ended) {
    if (await isReady(server.url)) throw new Error(`the server started:\n${server.output()}`);
    await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  const { code } = await exit;
  expect(code).toBeGreaterThan(0);
  expect(server.output()).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  return server.output();
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ready`, { headers: { connection: 'close' } });
    return answer.ok;
  } catch {
    return false; // nothing listens, as it should be
  }
}

/** Writes model.json with a change. */
function changeContract(change: (contract: Json) => void): void {
  const file = path.join(folder, 'model.json');
  const contract = JSON.parse(readFileSync(file, 'utf8')) as Json;
  change(contract);
  writeFileSync(file, JSON.stringify(contract));
}

function changeByte(name: string, position: number): void {
  const file = path.join(folder, name);
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length * position);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

it('the unchanged copy starts, so that each change below is what stops the start', async () => {
  const server = await startServer({ MODEL_PATH: folder });
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

describe('a broken artifact stops the start, and the file and the field are named', () => {
  it.each<[string, RegExp[], () => void]>([
    ['one bit of the weights is changed', [/model\.onnx/, /sha256/], () => changeByte('model.onnx', 0.5)],
    [
      'the weights are cut off',
      [/model\.onnx/, /bytes/],
      () => truncateSync(path.join(folder, 'model.onnx'), 1000),
    ],
    ['the weights are missing', [/model\.onnx/], () => rmSync(path.join(folder, 'model.onnx'))],
    ['model.json is missing', [/model\.json/], () => rmSync(path.join(folder, 'model.json'))],
    [
      'model.json is no JSON',
      [/model\.json/],
      () => writeFileSync(path.join(folder, 'model.json'), '{"schemaVersion": 2'),
    ],
    ['model.json is empty', [/model\.json/], () => writeFileSync(path.join(folder, 'model.json'), '')],
    ['model.json is a list', [/model\.json/], () => writeFileSync(path.join(folder, 'model.json'), '[]')],
    [
      'the self-test picture is missing',
      [/self-test\.jpg/],
      () => rmSync(path.join(folder, 'self-test.jpg')),
    ],
    [
      'one bit of the self-test picture is changed',
      [/self-test\.jpg/, /sha256/],
      () => changeByte('self-test.jpg', 0.9),
    ],
    ['the whole folder is missing', [/model\.json/], () => rmSync(folder, { recursive: true })],
  ])('%s', async (_, named, change) => {
    change();
    const output = await refusal({ MODEL_PATH: folder });
    for (const pattern of named) expect(output).toMatch(pattern);
  });

  it.each<[string, RegExp, (contract: Json) => void]>([
    ['the labels are swapped', /labels/, (c) => c.labels?.reverse()],
    ['a label is renamed', /labels/, (c) => Object.assign(c, { labels: ['cat', 'wolf'] })],
    ['a label is missing', /labels/, (c) => Object.assign(c, { labels: ['cat'] })],
    ['the schema version is unknown', /schemaVersion/, (c) => Object.assign(c, { schemaVersion: 3 })],
    ['the schema version is the former one', /schemaVersion/, (c) => Object.assign(c, { schemaVersion: 1 })],
    ['the schema version is missing', /schemaVersion/, (c) => Object.assign(c, { schemaVersion: undefined })],
    ['the size of the weights is wrong', /bytes/, (c) => Object.assign(c.weights!, { bytes: 17 })],
    [
      'the hash of the weights is wrong',
      /sha256/,
      (c) => Object.assign(c.weights!, { sha256: '0'.repeat(64) }),
    ],
    [
      'the weights lie outside the folder',
      /weights\W+file/,
      (c) => Object.assign(c.weights!, { file: '../model.onnx' }),
    ],
    ['the input has another name', /input\W+name/, (c) => Object.assign(c.input!, { name: 'pixels' })],
    [
      'the input is of another type',
      /input\W+datatype/,
      (c) => Object.assign(c.input!, { datatype: 'FP32' }),
    ],
    [
      'the input has another shape',
      /input\W+shape/,
      (c) => Object.assign(c.input!, { shape: [1, 3, 224, 224] }),
    ],
    [
      'the probabilities have another name',
      /output\W+name/,
      (c) => Object.assign(c.outputs!.probabilities!, { name: 'logits' }),
    ],
    [
      'the probabilities have another shape',
      /probabilities\W+shape/,
      (c) => Object.assign(c.outputs!.probabilities!, { shape: [1, 3] }),
    ],
    [
      'the pet score has another name',
      /output\W+name/,
      (c) => Object.assign(c.outputs!.petScore!, { name: 'petness' }),
    ],
    [
      'the outputs are swapped',
      /output \w+: shape/,
      ({ outputs }) => {
        const { probabilities, petScore } = outputs!;
        [probabilities!.name, petScore!.name] = [petScore!.name!, probabilities!.name!];
      },
    ],
    ['a threshold is missing', /thresholds/, (c) => Object.assign(c.thresholds!, { review: undefined })],
    ['a pass is of no width', /passes\W+0\W+width/, (c) => Object.assign(c.passes![0]!, { width: 0 })],
    [
      'a pass is of an absurd width',
      /passes\W+0\W+width/,
      (c) => Object.assign(c.passes![0]!, { width: 100_000 }),
    ],
    ['there is no pass', /passes/, (c) => Object.assign(c, { passes: [] })],
    ['the kernel is unknown', /kernel/, (c) => Object.assign(c.preprocessing!.resize!, { kernel: 'sinc' })],
    [
      'the background is no colour',
      /alphaBackground/,
      (c) => Object.assign(c.preprocessing!, { alphaBackground: 'url(x)' }),
    ],
    ['the self-test expects the other label', /label/, (c) => Object.assign(c.selfTest!, { label: 'dog' })],
    [
      'the self-test expects another probability',
      /probability/,
      (c) => Object.assign(c.selfTest!, { probability: 0.5, tolerance: 1e-6 }),
    ],
    [
      'the self-test expects another pet score',
      /self-test pet score/,
      (c) => Object.assign(c.selfTest!, { petScore: 0 }),
    ],
  ])('%s', async (_, field, change) => {
    changeContract(change);
    const output = await refusal({ MODEL_PATH: folder });
    expect(output).toMatch(/^(model\.json|model\.onnx|self-test\.jpg): /m);
    expect(output).toMatch(field);
  });

  it('weights of another model that carry their right hash', async () => {
    const { createHash } = await import('node:crypto');
    const noModel = CHELSEA_PNG;
    writeFileSync(path.join(folder, 'model.onnx'), noModel);
    changeContract((c) =>
      Object.assign(c.weights!, {
        bytes: noModel.length,
        sha256: createHash('sha256').update(noModel).digest('hex'),
      }),
    );
    expect(await refusal({ MODEL_PATH: folder })).toMatch(/model\.onnx/);
  });
});

describe('a wrong value in the environment stops the start, and the variable and what is allowed are named', () => {
  it.each([
    ['PORT', '0x50'],
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['MAX_UPLOAD_BYTES', '-1'],
    ['MAX_UPLOAD_BYTES', '10MB'],
    ['MAX_UPLOAD_BYTES', '1e7'],
    ['MAX_PIXELS', '0'],
    ['MAX_IN_FLIGHT_REQUESTS', '0'],
    ['MAX_IN_FLIGHT_BYTES', 'many'],
    ['MAX_DECODE_BYTES', 'NaN'],
    ['DECODE_CONCURRENCY', '1.5'],
    ['INTRA_OP_THREADS', '0'],
    ['HEADERS_TIMEOUT_MS', 'Infinity'],
    ['BODY_TIMEOUT_MS', '-5'],
    ['KEEP_ALIVE_TIMEOUT_MS', '5s'],
    ['LOG_LEVEL', 'chatty'],
  ])('%s=%s', async (name, value) => {
    expect(await refusal({ [name]: value })).toMatch(new RegExp(`${name} must be \\S+`));
  });
});

describe('a port that is taken', () => {
  const other = createServer();
  afterEach(() => new Promise((resolve) => other.close(resolve)));

  it('stops the start, and the port is named', async () => {
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, resolve));
    const server = spawnServer(port);
    expect((await server.exit).code).toBeGreaterThan(0);
    expect(server.output()).toContain(String(port));
    expect(server.output()).toMatch(/in use|EADDRINUSE/);
  });
});
