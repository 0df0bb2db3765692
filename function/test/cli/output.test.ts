import { expect, describe as group, it } from 'vitest';
import { describe } from '../../cli/classify.ts';
import { painterOf } from '../../cli/output.ts';

const terminal = { isTTY: true, hasColors: () => true };
const unsure = {
  ...{ file: 'a.jpg', photo_sha256: 'f00', prediction: 'cat', probability: 0.7 },
  ...{ probabilities: {}, is_pet: true, pet_score: 1, needs_review: true },
};

group('colours', () => {
  it('are on a terminal that shows them', () => {
    expect(describe(unsure, painterOf(terminal))).toBe('a.jpg: cat 70.0 %, \x1b[33mneeds review\x1b[39m');
    expect(describe({ file: 'b.jpg', error: 'no' }, painterOf(terminal))).toBe('\x1b[31mb.jpg: no\x1b[39m');
  });

  it.each([
    ['--no-color', painterOf(terminal, false)],
    ['NO_COLOR, of which Node tells the stream', painterOf({ isTTY: true, hasColors: () => false })],
    ['a pipe', painterOf({ isTTY: false })],
  ])('are nowhere with %s', (_, paint) => {
    expect(describe(unsure, paint)).toBe('a.jpg: cat 70.0 %, needs review');
  });
});
