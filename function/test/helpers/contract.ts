import type { ModelContract } from '../../src/model/contract.ts';

const digest = '0'.repeat(64);

/** A model.json that is right in every field. */
export function modelJson() {
  return {
    schemaVersion: 1,
    name: 'cats-vs-dogs',
    version: '1.0.0',
    weights: { file: 'model.onnx', bytes: 4, sha256: digest },
    input: { name: 'image', datatype: 'UINT8', layout: 'NHWC', shape: [1, -1, -1, 3], colourSpace: 'sRGB' },
    preprocessing: {
      orientation: 'exif',
      alphaBackground: '#ffffff',
      resize: { fit: 'fill', kernel: 'linear' },
    },
    passes: [{ width: 96, height: 96, acceptProbability: 0 }],
    output: { name: 'probabilities', datatype: 'FP32', shape: [1, 2] },
    labels: ['cat', 'dog'],
    selfTest: { file: 'self-test.jpg', sha256: digest, label: 'cat', probability: 0.9, tolerance: 0.05 },
    evaluation: { data: 'test split', count: 10, accuracy: 0.9, accuracyByLabel: { cat: 0.9, dog: 0.9 } },
    provenance: {
      gitCommit: '0'.repeat(40),
      createdAt: '2026-01-02T03:04:05Z',
      dataSha256: digest,
      parametersSha256: digest,
      runId: 'run',
    },
  };
}

export function contractOf(changes: Partial<ModelContract> = {}): ModelContract {
  return { ...(modelJson() as unknown as ModelContract), ...changes };
}
