import type { ModelContract } from '../src/model/contract.ts';

const digest = '0'.repeat(64);

/** A model.json that is right in every field. */
export function modelJson() {
  return {
    schemaVersion: 2,
    name: 'cats-vs-dogs',
    version: '1.0.0',
    weights: { file: 'model.onnx', bytes: 4, sha256: digest },
    input: { name: 'image', datatype: 'UINT8', layout: 'NHWC', shape: [1, -1, -1, 3], colourSpace: 'sRGB' },
    preprocessing: {
      orientation: 'exif',
      alphaBackground: '#ffffff',
      resize: { fit: 'fill', kernel: 'linear' },
    },
    passes: [{ width: 96, height: 96, acceptProbability: 0, acceptPetScore: 0 }],
    outputs: {
      probabilities: { name: 'probabilities', datatype: 'FP32', shape: [1, 2] },
      petScore: { name: 'pet_score', datatype: 'FP32', shape: [1, 1] },
    },
    labels: ['cat', 'dog'],
    thresholds: {
      review: { probability: 0.75, chosenOn: 'validation split', answeredAccuracy: 0.99, reviewShare: 0.05 },
      pet: { score: 0.5, chosenOn: 'validation split', keptShare: 0.99, caughtShare: 0.9 },
    },
    selfTest: {
      file: 'self-test.jpg',
      sha256: digest,
      label: 'cat',
      probability: 0.9,
      petScore: 0.8,
      tolerance: 0.05,
    },
    evaluation: {
      data: 'test split',
      count: 10,
      accuracy: 0.9,
      accuracyInterval95: [0.6, 0.98],
      accuracyByLabel: { cat: 0.9, dog: 0.9 },
      expectedCalibrationError: 0.01,
      reviewShare: 0.05,
      answeredAccuracy: 0.99,
      latency: { msPerPass: [1.5], threads: 1, cpu: 'a CPU' },
    },
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
