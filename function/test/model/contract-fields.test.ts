import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelJson } from '../../harness/contract.ts';
import { parseContract } from '../../src/model/contract.ts';
import { ContractError } from '../../src/model/contract-error.ts';

/** The text of a right model.json after a change of the object that holds the field at this path of keys. */
// biome-ignore lint/suspicious/noExplicitAny: it is made wrong on purpose
function changed(pointer: string, change: (parent: any, key: string) => void): string {
  const contract = modelJson();
  const keys = pointer.split('/');
  const key = keys.pop()!;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const parent = keys.reduce((inner: any, name) => inner[name], contract);
  change(parent, key);
  return JSON.stringify(contract);
}

describe('a field of model.json', () => {
  it.each([
    'passes/0/acceptPetScore',
    'outputs',
    'outputs/probabilities',
    'outputs/petScore',
    'outputs/petScore/name',
    'outputs/petScore/datatype',
    'outputs/petScore/shape',
    'thresholds',
    'thresholds/review',
    'thresholds/review/probability',
    'thresholds/review/chosenOn',
    'thresholds/review/answeredAccuracy',
    'thresholds/review/reviewShare',
    'thresholds/pet',
    'thresholds/pet/score',
    'thresholds/pet/chosenOn',
    'thresholds/pet/keptShare',
    'thresholds/pet/caughtShare',
    'selfTest/petScore',
    'evaluation/data',
    'evaluation/count',
    'evaluation/accuracy',
    'evaluation/accuracyInterval95',
    'evaluation/accuracyByLabel',
    'evaluation/accuracyByLabel/dog',
    'evaluation/expectedCalibrationError',
    'evaluation/reviewShare',
    'evaluation/answeredAccuracy',
    'evaluation/latency/msPerPass',
    'evaluation/latency/threads',
    'evaluation/latency/cpu',
  ])('%s may not be missing', (pointer) => {
    const text = changed(pointer, (parent, key) => delete parent[key]);
    const { dir, base } = path.posix.parse(pointer);
    expect(() => parseContract(text)).toThrow(
      `model.json: ${dir || '(root)'}: expected "must have required property '${base}'"`,
    );
  });

  it('is not missed when it is the latency', () => {
    const text = changed('evaluation/latency', (parent, key) => delete parent[key]);
    expect(parseContract(text).evaluation.latency).toBeUndefined();
  });

  it.each<[pointer: string, value: unknown]>([
    ...[
      'passes/0/acceptPetScore',
      'thresholds/review/probability',
      'thresholds/review/answeredAccuracy',
      'thresholds/review/reviewShare',
      'thresholds/pet/score',
      'thresholds/pet/keptShare',
      'thresholds/pet/caughtShare',
      'selfTest/petScore',
      'evaluation/accuracyInterval95/0',
      'evaluation/accuracyByLabel/cat',
      'evaluation/expectedCalibrationError',
      'evaluation/reviewShare',
      'evaluation/answeredAccuracy',
    ].flatMap((pointer) => [-0.1, 1.1, '0.5', null].map((value): [string, unknown] => [pointer, value])),
    ['evaluation/accuracyInterval95', [0.9]],
    ['evaluation/accuracyInterval95', [0.8, 0.9, 1]],
    ['evaluation/count', 0],
    ['evaluation/latency/msPerPass', []],
    ['evaluation/latency/msPerPass/0', -1],
    ['evaluation/latency/threads', 0],
    ['evaluation/latency/threads', 1.5],
    ['evaluation/latency/cpu', ''],
    ['thresholds/review/chosenOn', ''],
    ['thresholds/pet/chosenOn', 7],
    ['outputs/probabilities/shape/1', 1],
    ['outputs/petScore/name', '../score'],
    ['outputs/petScore/datatype', 'FP16'],
    ['outputs/petScore/shape', [1]],
    ['outputs/petScore/shape/1', 2],
  ])('%s may not be %j', (pointer, value) => {
    const text = changed(pointer, (parent, key) => {
      parent[key] = value;
    });
    expect(() => parseContract(text)).toThrow(ContractError);
    expect(() => parseContract(text)).toThrow(`model.json: ${pointer}: expected`);
  });
});
