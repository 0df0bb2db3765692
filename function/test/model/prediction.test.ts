import { describe, expect, it } from 'vitest';
import { DecodeGate } from '../../src/image/decode-gate.ts';
import { createClassifier } from '../../src/model/classifier.ts';
import { predict } from '../../src/model/prediction.ts';
import type { Session } from '../../src/model/session.ts';
import { redIsCat } from '../helpers/app-under-test.ts';
import { contractOf } from '../helpers/contract.ts';
import { plainJpeg } from '../helpers/pictures.ts';

/** Answers by the width of its input. */
function sessionOf(catByWidth: Record<number, number>): Session {
  return {
    run: async ({ width }) => {
      const cat = catByWidth[width]!;
      return { probabilities: Float32Array.of(cat, 1 - cat), inferenceMs: width };
    },
    close: async () => {},
  };
}

const pixels = async ({ width, height }: { width: number; height: number }) => ({
  data: new Uint8Array(width * height * 3),
  width,
  height,
});

const contract = contractOf({
  passes: [
    { width: 10, height: 10, acceptProbability: 0.9 },
    { width: 20, height: 20, acceptProbability: 0.8 },
    { width: 30, height: 30, acceptProbability: 0.99 },
  ],
});

describe('predict', () => {
  it.each([
    ['the first pass answers when it is sure', { 10: 0.95 }, 'cat', 1, 10],
    ['it is sure of a dog as well', { 10: 0.05 }, 'dog', 1, 10],
    ['the second is asked when the first is not', { 10: 0.7, 20: 0.15 }, 'dog', 2, 30],
    ['the last one stands however unsure it is', { 10: 0.7, 20: 0.7, 30: 0.55 }, 'cat', 3, 60],
  ])('%s', async (_, catByWidth, label, passes, inferenceMs) => {
    const prediction = await predict(contract, sessionOf(catByWidth), pixels);
    expect(prediction).toMatchObject({ label, passes, inferenceMs });
    expect(prediction.probability).toBe(prediction.probabilities[label]);
  });

  it('takes the labels in the order of the contract', async () => {
    const prediction = await predict(contractOf({ labels: ['dog', 'cat'] }), sessionOf({ 96: 0.9 }), pixels);
    expect(prediction.label).toBe('dog');
    expect(prediction.probabilities.cat).toBeCloseTo(0.1, 6);
  });
});

describe('the self-test', async () => {
  const selfTestPhoto = await plainJpeg();
  const classifierOf = (selfTest: object) =>
    createClassifier(
      {
        contract: contractOf({ selfTest: { ...contractOf().selfTest, ...selfTest } }),
        weights: Buffer.alloc(0),
        selfTestPhoto,
      },
      redIsCat,
      { maxPixels: 1e6, gate: new DecodeGate(1, 2 ** 27) },
    );
  // The drawing is red to about 47 %.
  const right = { label: 'dog', probability: 0.53, tolerance: 0.05 };

  it('is passed by the answer that is expected', async () => {
    await expect(classifierOf(right).selfTest()).resolves.toBeUndefined();
  });

  it.each([
    [
      'another label',
      { ...right, label: 'cat' },
      'self-test.jpg: self-test label: expected "cat", found "dog"',
    ],
    [
      'another probability',
      { ...right, probability: 0.9 },
      'self-test.jpg: self-test probability: expected "0.9 +- 0.05", found 0.5',
    ],
  ])('is failed by %s', async (_, selfTest, message) => {
    await expect(classifierOf(selfTest).selfTest()).rejects.toThrow(message);
  });
});
