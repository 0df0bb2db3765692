import { expect, it } from 'vitest';
import { waitUntil } from '../wait-until.ts';

const times = { timeoutMs: 2000, intervalMs: 1 };

it('asks until there is an answer', async () => {
  const answers = [undefined, false, 'here', 'too late'] as const;
  let asked = 0;
  expect(await waitUntil(() => answers[asked++], times)).toBe('here');
  expect(asked).toBe(3);
});

it.each([0, '', null])('takes %j for an answer', async (answer) => {
  expect(await waitUntil(async () => answer, times)).toBe(answer);
});

it('asks at once, and gives undefined when the time is over', async () => {
  let asked = 0;
  const ask = () => {
    asked += 1;
    return false as const;
  };
  expect(await waitUntil(ask, { timeoutMs: 0 })).toBeUndefined();
  expect(asked).toBe(1);
  expect(await waitUntil(ask, { timeoutMs: 50, intervalMs: 10 })).toBeUndefined();
  expect(asked).toBeGreaterThan(2);
});

it('ends with an error that asking throws', async () => {
  const broken = async () => {
    throw new Error('broken');
  };
  await expect(waitUntil(broken, times)).rejects.toThrow('broken');
});
