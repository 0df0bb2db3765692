import { describe, expect, it } from 'vitest';
import { heatPixels } from '../../src/explain/heat.ts';

const alphasOf = (values: number[]) => [...heatPixels(values)].filter((_, index) => index % 4 === 3);

describe('heatPixels', () => {
  it('hides the photo the more, the more speaks for the answer, and nowhere wholly', () => {
    const alphas = alphasOf([0, 1, 2, 3, 4]);
    expect(alphas).toEqual(alphas.toSorted((a, b) => a - b));
    expect(alphas[0]).toBe(0);
    expect(alphas.at(-1)).toBeGreaterThan(128);
    expect(alphas.at(-1)).toBeLessThan(200);
  });

  it('shows nothing where something speaks against the answer', () => {
    expect(alphasOf([-5, 2])[0]).toBe(0);
    expect(alphasOf([-5, -2, 0])).toEqual([0, 0, 0]);
  });

  it('goes from yellow to red', () => {
    const [, green = 0] = heatPixels([1, 100]);
    const [red, strongGreen = 255, blue] = heatPixels([100]);
    expect(green).toBeGreaterThan(200);
    expect([red! > 200, strongGreen < 60, blue! < 60]).toEqual([true, true, true]);
  });
});
