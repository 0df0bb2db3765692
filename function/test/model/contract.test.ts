import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileSchema, schemas } from '../../compile-schema.ts';
import { modelJson } from '../../harness/contract.ts';
import { parseContract, readArtifact } from '../../src/model/contract.ts';
import { ContractError } from '../../src/model/contract-error.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

// biome-ignore lint/suspicious/noExplicitAny: it is made wrong on purpose
type Change = (contract: any) => void;

function changed(change: Change): string {
  const contract = modelJson();
  change(contract);
  return JSON.stringify(contract);
}

describe('parseContract', () => {
  it('takes a contract that is right', () => {
    expect(parseContract(JSON.stringify(modelJson()))).toEqual(modelJson());
  });

  it.each<[string, Change, string]>([
    [
      'an unknown schema version',
      (c) => {
        c.schemaVersion = 3;
        c.passes = 'new';
      },
      'schemaVersion: expected 2, found 3',
    ],
    [
      'the schema version before this one',
      (c) => {
        c.schemaVersion = 1;
      },
      'schemaVersion: expected 2, found 1',
    ],
    [
      'no schema version',
      (c) => {
        delete c.schemaVersion;
      },
      'schemaVersion: expected 2, found nothing',
    ],
    [
      'another layout',
      (c) => {
        c.input.layout = 'NCHW';
      },
      'input/layout: expected "NHWC", found "NCHW"',
    ],
    [
      'another datatype',
      (c) => {
        c.input.datatype = 'FP32';
      },
      'input/datatype: expected "UINT8", found "FP32"',
    ],
    [
      'another shape',
      (c) => {
        c.input.shape[3] = 1;
      },
      'input/shape/3: expected 3, found 1',
    ],
    [
      'an unknown kernel',
      (c) => {
        c.preprocessing.resize.kernel = 'sinc';
      },
      'preprocessing/resize/kernel: expected ["nearest"',
    ],
    [
      'a step of preprocessing that is unknown',
      (c) => {
        c.preprocessing.crop = 0.9;
      },
      'preprocessing: expected "must NOT have additional properties"',
    ],
    [
      'no pass',
      (c) => {
        c.passes = [];
      },
      'passes: expected',
    ],
    [
      'an absurd pass',
      (c) => {
        c.passes[0].width = 100_000;
      },
      'passes/0/width: expected "must be <= 1024", found 100000',
    ],
    [
      'a probability over 1',
      (c) => {
        c.passes[0].acceptProbability = 1.5;
      },
      'passes/0/acceptProbability: expected',
    ],
    [
      'an unknown label',
      (c) => {
        c.labels = ['cat', 'cow'];
      },
      'labels/1: expected ["cat","dog"], found "cow"',
    ],
    [
      'a label twice',
      (c) => {
        c.labels = ['cat', 'cat'];
      },
      'labels: expected "each label once"',
    ],
    [
      'a hash that is none',
      (c) => {
        c.weights.sha256 = 'abc';
      },
      'weights/sha256: expected',
    ],
    [
      'a file elsewhere',
      (c) => {
        c.weights.file = '../model.onnx';
      },
      'weights/file: expected',
    ],
    [
      'no self-test',
      (c) => {
        delete c.selfTest;
      },
      'expected "must have required property \'selfTest\'"',
    ],
    [
      'an interval whose bounds are swapped',
      (c) => {
        c.evaluation.accuracyInterval95.reverse();
      },
      'evaluation/accuracyInterval95: expected "the lower bound first", found [0.98,0.6]',
    ],
    [
      'a latency that is not told for each pass',
      (c) => {
        c.passes.push(c.passes[0]);
      },
      'evaluation/latency/msPerPass: expected "a number for each of 2 passes", found [1.5]',
    ],
  ])('refuses %s by name', (_, change, message) => {
    expect(() => parseContract(changed(change))).toThrow(ContractError);
    expect(() => parseContract(changed(change))).toThrow(`model.json: `);
    expect(() => parseContract(changed(change))).toThrow(message);
  });

  it.each(['', '{', '[]', 'null', '7'])('refuses %j', (text) => {
    expect(() => parseContract(text)).toThrow(/^model.json: /);
  });

  it.each(schemas)('is checked by what $schema.pathname compiles to', async ({ schema, compiled }) => {
    expect(await readFile(compiled, 'utf8')).toBe(await compileSchema(schema));
  });
});

describe('readArtifact', () => {
  async function folderOf(change: Change = () => {}): Promise<string> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'artifact-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const contract = modelJson();
    contract.weights.sha256 = sha256('abcd');
    contract.selfTest.sha256 = sha256('photo');
    change(contract);
    await writeFile(path.join(folder, 'model.json'), JSON.stringify(contract));
    await writeFile(path.join(folder, 'model.onnx'), 'abcd');
    await writeFile(path.join(folder, 'self-test.jpg'), 'photo');
    return folder;
  }

  it('reads contract, weights and self-test picture', async () => {
    const { contract, weights, selfTestPhoto } = await readArtifact(await folderOf());
    expect([contract.name, weights.toString(), selfTestPhoto.toString()]).toEqual([
      'cats-vs-dogs',
      'abcd',
      'photo',
    ]);
  });

  it.each<[string, Change, RegExp]>([
    [
      'weights of another size',
      (c) => {
        c.weights.bytes = 5;
      },
      /^model.onnx: bytes: expected 5, found 4$/,
    ],
    [
      'weights of another hash',
      (c) => {
        c.weights.sha256 = sha256('abce');
      },
      /^model.onnx: sha256: expected "[0-9a-f]{64}", found "88d4266f/,
    ],
    [
      'a self-test of another hash',
      (c) => {
        c.selfTest.sha256 = sha256('other');
      },
      /^self-test.jpg: sha256: /,
    ],
    [
      'a file that is missing',
      (c) => {
        c.weights.file = 'gone.onnx';
      },
      /^gone.onnx: expected a readable file in MODEL_PATH .* found ENOENT$/,
    ],
  ])('refuses %s', async (_, change, message) => {
    await expect(readArtifact(await folderOf(change))).rejects.toThrow(message);
  });
});
