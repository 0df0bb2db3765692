import { describe, expect, it } from 'vitest';
import { redIsCat } from '../../harness/app-under-test.ts';
import { contractOf } from '../../harness/contract.ts';
import { plainJpeg } from '../../harness/pictures.ts';
import { DecodeGate } from '../../src/image/decode-gate.ts';
import { createClassifier } from '../../src/model/classifier.ts';
import { explain, predict } from '../../src/model/prediction.ts';
import type { Session } from '../../src/model/session.ts';

type Answers = Record<number, number | [cat: number, petScore: number]>;

/** Answers by the width of its input; without a pet score it is sure that it sees a pet. */
function sessionOf(answers: Answers): Session {
  return {
    run: async ({ width }) => {
      const answer = answers[width]!;
      const [cat, petScore] = typeof answer === 'number' ? [answer, 1] : answer;
      return { probabilities: Float32Array.of(cat, 1 - cat), petScore, inferenceMs: width };
    },
    close: async () => {},
  };
}

const decode = async ({ width, height }: { width: number; height: number }) => ({
  data: new Uint8Array(width * height * 3),
  width,
  height,
});

const contract = contractOf({
  passes: [
    { width: 10, height: 10, acceptProbability: 0.9, acceptPetScore: 0.75 },
    { width: 20, height: 20, acceptProbability: 0.8, acceptPetScore: 0.25 },
    { width: 30, height: 30, acceptProbability: 0.99, acceptPetScore: 1 },
  ],
});

describe('predict', () => {
  it.each<[string, Answers, string, number, number]>([
    ['the first pass answers when it is sure', { 10: 0.95 }, 'cat', 1, 10],
    ['it is sure of a dog as well', { 10: 0.05 }, 'dog', 1, 10],
    ['the second is asked when the first is not', { 10: 0.7, 20: 0.15 }, 'dog', 2, 30],
    ['the last one stands however unsure it is', { 10: 0.7, 20: 0.7, 30: 0.55 }, 'cat', 3, 60],
    ['the pet score is enough when it is reached', { 10: [0.95, 0.75] }, 'cat', 1, 10],
    ['one sure of the class is not enough', { 10: [0.95, 0.7], 20: [0.1, 0.25] }, 'dog', 2, 30],
    ['nor is one sure of a pet', { 10: [0.5, 1], 20: [0.7, 1], 30: [0.6, 1] }, 'cat', 3, 60],
    ['the last one stands for no pet too', { 10: [1, 0.7], 20: [1, 0.2], 30: [1, 0] }, 'cat', 3, 60],
  ])('%s', async (_, answers, label, passes, inferenceMs) => {
    const prediction = await predict(contract, sessionOf(answers), { decode });
    expect(prediction).toMatchObject({ label, passes, inferenceMs });
    expect(prediction.probability).toBe(prediction.probabilities[label]);
  });

  it('gives the pet score of the pass that answers', async () => {
    const session = sessionOf({ 10: [0.95, 0.5], 20: [0.9, 0.375] });
    expect(await predict(contract, session, { decode })).toMatchObject({ petScore: 0.375, isPet: false });
  });

  // Numbers that are the same in 32 and in 64 bits, so that the boundary is met exactly.
  it.each([
    ['reaches both thresholds', [0.75, 0.5], true, false],
    ['is surer of both', [0.875, 0.625], true, false],
    ['is less sure of the class', [0.75 - 2 ** -20, 0.5], true, true],
    ['is less sure of a pet', [0.75, 0.5 - 2 ** -20], false, false],
    ['is less sure of a dog', [0.375, 0.5], true, true],
    ['is sure enough of a dog', [0.25, 0.5], true, false],
    ['is sure of neither', [0.5, 0], false, true],
  ] as const)('an answer that %s', async (_, [cat, petScore], isPet, needsReview) => {
    const session = sessionOf({ 96: [cat, petScore] });
    expect(await predict(contractOf(), session, { decode })).toMatchObject({ petScore, isPet, needsReview });
  });

  it('takes the labels in the order of the contract', async () => {
    const prediction = await predict(contractOf({ labels: ['dog', 'cat'] }), sessionOf({ 96: 0.9 }), {
      decode,
    });
    expect(prediction.label).toBe('dog');
    expect(prediction.probabilities.cat).toBeCloseTo(0.1, 6);
  });
});

describe('a photo that can be decoded quickly', () => {
  /** Answers of the first pass by how it was decoded; the last pass says 0.7. */
  async function run(quick: [number, number], exact: [number, number]) {
    const ways: string[] = [];
    const session: Session = {
      async run({ data, width }) {
        ways.push(width === 20 ? 'last' : data[0] === 1 ? 'quick' : 'exact');
        const [cat, petScore] = width === 20 ? [0.7, 0.9] : data[0] === 1 ? quick : exact;
        return { probabilities: Float32Array.of(cat, 1 - cat), petScore, inferenceMs: 1 };
      },
      close: async () => {},
    };
    const passes = [
      { width: 10, height: 10, acceptProbability: 0.95, acceptPetScore: 0.5 },
      { width: 20, height: 20, acceptProbability: 0, acceptPetScore: 0 },
    ];
    const quickly = { data: Uint8Array.of(1), width: 10, height: 10 };
    const decoder = { decode, decodeQuickly: () => quickly };
    const prediction = await predict(contractOf({ passes }), session, decoder);
    return { ways, prediction };
  }

  it.each<[string, [number, number], string[]]>([
    ['is clearly sure', [0.99, 0.9], ['quick']],
    ['is clearly unsure of the class', [0.9, 0.9], ['quick', 'last']],
    ['is clearly sure of no pet', [0.99, 0.1], ['quick', 'last']],
    ['is nearly unsure of the class', [0.952, 0.9], ['quick', 'exact']],
    ['is nearly sure of the class', [0.948, 0.9], ['quick', 'exact']],
    ['is nearly unsure of a pet', [0.99, 0.57], ['quick', 'exact']],
  ])('where the first pass %s', async (_, quick, ways) => {
    expect((await run(quick, [0.96, 0.8])).ways).toEqual(ways);
  });

  it('has the answer of the exact way where that decides', async () => {
    const { prediction } = await run([0.952, 0.9], [0.97, 0.8]);
    expect(prediction).toMatchObject({ passes: 1, inferenceMs: 2, petScore: expect.closeTo(0.8, 6) });
    expect(prediction.steps.map(({ name }) => name)).toEqual(['decode', 'inference', 'decode', 'inference']);
  });
});

describe('explain', () => {
  it('turns the map round where the last pass says the other label', async () => {
    const session: Session = {
      async run({ width }, options) {
        const cat = width === 20 ? 0.4 : 0.99;
        const answer = { probabilities: Float32Array.of(cat, 1 - cat), petScore: 1, inferenceMs: 1 };
        return options?.saliency ? { ...answer, saliency: Float32Array.of(1, -2) } : answer;
      },
      close: async () => {},
    };
    const explained = await explain(
      contractOf({
        passes: [
          { width: 10, height: 10, acceptProbability: 0.95, acceptPetScore: 0.5 },
          { width: 20, height: 20, acceptProbability: 0, acceptPetScore: 0 },
        ],
        outputs: {
          ...contractOf().outputs,
          saliency: { name: 'saliency', datatype: 'FP32', shape: [1, 1, 2] },
        },
      }),
      session,
      { decode },
    );
    expect(explained).toMatchObject({ label: 'cat', passes: 1 });
    expect([...explained.saliency.values]).toEqual([-1, 2]);
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
      { maxPixels: 1e6, timeoutSeconds: 10, gate: new DecodeGate(1, 2 ** 27) },
    );
  // The drawing is red to about 47 %, and green to about 35 %.
  const right = { label: 'dog', probability: 0.53, petScore: 0.65, tolerance: 0.05 };

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
    [
      'another pet score',
      { ...right, petScore: 0.9 },
      'self-test.jpg: self-test pet score: expected "0.9 +- 0.05", found 0.6',
    ],
  ])('is failed by %s', async (_, selfTest, message) => {
    await expect(classifierOf(selfTest).selfTest()).rejects.toThrow(message);
  });
});
