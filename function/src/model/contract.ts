import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Preprocessing } from '../image/decode.ts';
import { ContractError, mismatch } from './contract-error.ts';
import validate from './contract-schema.generated.mjs';

/** How large a photo is made for one pass, and how sure the model must be of class and pet for its answer to stand. */
export type Pass = { width: number; height: number; acceptProbability: number; acceptPetScore: number };

type Output<Columns extends number> = { name: string; datatype: 'FP32'; shape: [1, Columns] };

/** Evidence for the predicted class on a grid of rows and columns that covers the photo evenly. */
type SaliencyOutput = { name: string; datatype: 'FP32'; shape: [1, rows: number, columns: number] };

/** What the model was made from: the code, the data, its parameters and the run, and when. */
export type Provenance = {
  gitCommit: string;
  createdAt: string;
  dataSha256: string;
  parametersSha256: string;
  runId: string;
};

/** model.json, as function/model.schema.json describes it. */
export type ModelContract = {
  schemaVersion: 2;
  name: string;
  version: string;
  weights: { file: string; bytes: number; sha256: string };
  input: { name: string; datatype: 'UINT8'; layout: 'NHWC'; shape: [1, -1, -1, 3]; colourSpace: 'sRGB' };
  preprocessing: Preprocessing;
  passes: Pass[];
  outputs: { probabilities: Output<2>; petScore: Output<1>; saliency?: SaliencyOutput };
  labels: string[];
  thresholds: { review: { probability: number }; pet: { score: number } };
  selfTest: {
    file: string;
    sha256: string;
    label: string;
    probability: number;
    petScore: number;
    tolerance: number;
  };
  evaluation: { accuracyInterval95: [low: number, high: number]; latency?: { msPerPass: number[] } };
  provenance: Provenance;
};

const CONTRACT_FILE = 'model.json';
const SCHEMA_VERSION = 2;

/** A released model: its contract, and its files as they were checked. */
export type ModelArtifact = { contract: ModelContract; weights: Buffer; selfTestPhoto: Buffer };

/** Reads and checks a released model's folder. @throws ContractError */
export async function readArtifact(folder: string): Promise<ModelArtifact> {
  const contract = parseContract((await read(folder, CONTRACT_FILE)).toString('utf8'));
  const [weights, selfTestPhoto] = await Promise.all([
    read(folder, contract.weights.file),
    read(folder, contract.selfTest.file),
  ]);
  if (weights.length !== contract.weights.bytes) {
    throw mismatch(contract.weights.file, 'bytes', contract.weights.bytes, weights.length);
  }
  checkSha256(contract.weights.file, contract.weights.sha256, weights);
  checkSha256(contract.selfTest.file, contract.selfTest.sha256, selfTestPhoto);
  return { contract, weights, selfTestPhoto };
}

/** Parses and checks the text of model.json. @throws ContractError */
export function parseContract(text: string): ModelContract {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ContractError(`${CONTRACT_FILE}: expected JSON, found something else`, { cause });
  }
  // First, for what another version means by the other fields is not known.
  const schemaVersion = valueAt(value, '/schemaVersion');
  if (schemaVersion !== SCHEMA_VERSION) {
    throw mismatch(CONTRACT_FILE, 'schemaVersion', SCHEMA_VERSION, schemaVersion);
  }
  if (!validate(value)) {
    const { instancePath, keyword, message, params } = validate.errors![0]!;
    const expected =
      'allowedValue' in params ? params.allowedValue : (params.allowedValues ?? message ?? keyword);
    const found = keyword === 'required' ? undefined : valueAt(value, instancePath);
    throw mismatch(CONTRACT_FILE, instancePath.slice(1) || '(root)', expected, found);
  }
  const contract = value as ModelContract;
  checkAgreement(contract);
  return contract;
}

/** What a schema cannot say of fields that must agree. @throws ContractError */
function checkAgreement({ labels, passes, evaluation }: ModelContract): void {
  if (new Set(labels).size !== labels.length) {
    throw mismatch(CONTRACT_FILE, 'labels', 'each label once', labels);
  }
  const { accuracyInterval95: interval, latency } = evaluation;
  if (interval[0] > interval[1]) {
    throw mismatch(CONTRACT_FILE, 'evaluation/accuracyInterval95', 'the lower bound first', interval);
  }
  if (latency !== undefined && latency.msPerPass.length !== passes.length) {
    const expected = `a number for each of ${passes.length} passes`;
    throw mismatch(CONTRACT_FILE, 'evaluation/latency/msPerPass', expected, latency.msPerPass);
  }
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);
}

function read(folder: string, file: string): Promise<Buffer> {
  return readFile(path.join(folder, file)).catch((cause: NodeJS.ErrnoException) => {
    const found = cause.code ?? 'unreadable';
    const message = `${file}: expected a readable file in MODEL_PATH (${folder}), found ${found}`;
    throw new ContractError(message, { cause });
  });
}

function checkSha256(file: string, expected: string, bytes: Buffer): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== expected) throw mismatch(file, 'sha256', expected, found);
}
