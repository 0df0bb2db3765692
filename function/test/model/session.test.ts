import { describe, expect, it, onTestFinished } from 'vitest';
import { contractOf } from '../../harness/contract.ts';
import type { ModelContract } from '../../src/model/contract.ts';
import { ContractError } from '../../src/model/contract-error.ts';
import { createSession } from '../../src/model/session.ts';
import { colourGraph } from '../helpers/onnx-graph.ts';

async function sessionOf(weights: Buffer, contract: ModelContract) {
  const session = await createSession(weights, contract, { intraOpThreads: 1 });
  onTestFinished(() => session.close());
  return session;
}

/** The contract with other names of the outputs. */
function renamed(probabilities: string, petScore: string): ModelContract {
  const { outputs } = contractOf();
  return contractOf({
    outputs: {
      probabilities: { ...outputs.probabilities, name: probabilities },
      petScore: { ...outputs.petScore, name: petScore },
    },
  });
}

describe('createSession', () => {
  it('gives the probabilities and the pet score of a picture', async () => {
    const session = await sessionOf(colourGraph(), contractOf());
    const data = Uint8Array.from({ length: 2 * 3 * 3 }, (_, i) => [51, 204, 102][i % 3]!);
    const { probabilities, petScore, inferenceMs } = await session.run({ data, width: 3, height: 2 });
    expect([...probabilities].map((value) => value.toFixed(4))).toEqual(['0.2000', '0.4000']);
    expect(petScore).toBeCloseTo(0.8, 6);
    expect(inferenceMs).toBeGreaterThan(0);
  });

  it.each<[string, Buffer, ModelContract, string]>([
    [
      'without the output of the probabilities',
      colourGraph(),
      renamed('logits', 'pet_score'),
      'model.onnx: output name: expected "logits", found ["probabilities","pet_score","labels"]',
    ],
    [
      'without the output of the pet score',
      colourGraph(),
      renamed('probabilities', 'petness'),
      'model.onnx: output name: expected "petness", found ["probabilities","pet_score","labels"]',
    ],
    [
      'whose outputs are swapped',
      colourGraph(),
      renamed('pet_score', 'probabilities'),
      'model.onnx: output pet_score: shape: expected [1,2], found [1,1]',
    ],
    [
      'that would give the probabilities as the pet score too',
      colourGraph(),
      renamed('probabilities', 'probabilities'),
      'model.onnx: output probabilities: shape: expected [1,1], found [1,2]',
    ],
    [
      'with an output of another type',
      colourGraph(),
      renamed('labels', 'pet_score'),
      'model.onnx: output labels: type: expected "float32", found "string"',
    ],
    [
      'with the labels in another order',
      colourGraph(['dog', 'cat']),
      contractOf(),
      'model.json: labels (against model.onnx): expected ["dog","cat"], found ["cat","dog"]',
    ],
    [
      'that is none',
      Buffer.from('no graph'),
      contractOf(),
      'model.onnx: graph: expected "one that ONNX Runtime loads"',
    ],
  ])('refuses a graph %s', async (_, weights, contract, message) => {
    const refusal = createSession(weights, contract, { intraOpThreads: 1 });
    await expect(refusal).rejects.toThrow(ContractError);
    await expect(refusal).rejects.toThrow(message);
  });
});
