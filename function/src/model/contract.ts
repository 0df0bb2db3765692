import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** How large a photo is made for one pass, and how sure the model must be for its answer to stand. */
export type Pass = { width: number; height: number; acceptProbability: number };

/** model.json, as function/model.schema.json describes it. */
export type ModelContract = {
  schemaVersion: 1;
  name: string;
  version: string;
  weights: { file: string; bytes: number; sha256: string };
  input: { name: string; datatype: 'UINT8'; layout: 'NHWC'; shape: [1, -1, -1, 3]; colourSpace: 'sRGB' };
  preprocessing: {
    orientation: 'exif';
    alphaBackground: string;
    resize: { fit: 'fill'; kernel: 'nearest' | 'linear' | 'cubic' | 'mitchell' | 'lanczos2' | 'lanczos3' };
  };
  passes: Pass[];
  output: { name: string; datatype: 'FP32'; shape: [1, number] };
  labels: string[];
  selfTest: { file: string; sha256: string; label: string; probability: number; tolerance: number };
};

/** A released model: its contract, and its files as they were checked. */
export type ModelArtifact = { contract: ModelContract; weights: Buffer; selfTestPhoto: Buffer };

/** The artifact does not belong together; the message names file, field, what was expected and what was found. */
export class ContractError extends Error {
  override name = 'ContractError';
}

export function mismatch(file: string, field: string, expected: unknown, found: unknown): ContractError {
  return new ContractError(
    `${file}: ${field}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`,
  );
}

/**
 * Reads and checks a released model's folder.
 * @throws ContractError
 */
export async function readArtifact(folder: string): Promise<ModelArtifact> {
  const contract = JSON.parse((await read(folder, 'model.json')).toString('utf8')) as ModelContract;
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

async function read(folder: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path.join(folder, file));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ContractError(`${file}: expected a readable file in MODEL_PATH (${folder}), found ${code}`, {
      cause,
    });
  }
}

function checkSha256(file: string, expected: string, bytes: Buffer): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== expected) throw mismatch(file, 'sha256', expected, found);
}
