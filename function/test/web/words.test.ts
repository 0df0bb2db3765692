import { describe, expect, it } from 'vitest';
import { type Answer, problemOf } from '../../web/src/ask.ts';
import { caution, duration, headingOf, percent, sureness } from '../../web/src/words.ts';

const answer = (changes: Partial<Answer>) =>
  ({ prediction: 'dog', probability: 0.9712, is_pet: true, needs_review: false, ...changes }) as Answer;

describe('the words of an answer', () => {
  it('name the animal and how sure the answer is', () => {
    expect([headingOf(answer({})), sureness(answer({})), caution(answer({}))]).toEqual([
      'A dog',
      '97.1 % sure',
      undefined,
    ]);
  });

  it('say of an unsure one that a person should look', () => {
    const unsure = answer({ prediction: 'cat', probability: 0.62, needs_review: true });
    expect([headingOf(unsure), sureness(unsure)]).toEqual(['A cat', '62.0 % sure']);
    expect(caution(unsure)).toMatch(/^Needs review: .* a person should look/);
  });

  it('say of what is no pet first of all that it is none', () => {
    const other = answer({ is_pet: false, needs_review: true });
    expect(headingOf(other)).toBe('Probably neither a cat nor a dog');
    expect(sureness(other)).toBeUndefined();
    expect(caution(other)).toMatch(/^Not a pet: /);
  });

  it('never claim to be wholly sure', () => {
    expect([percent(1), percent(0.9995), percent(0.9994)]).toEqual([
      'more than 99.9 %',
      'more than 99.9 %',
      '99.9 %',
    ]);
  });

  it('tell a time as people do', () => expect([duration(41.6), duration(2345)]).toEqual(['42 ms', '2.3 s']));
});

describe('the words of an error', () => {
  it.each([
    [413, { code: 'body_too_large', detail: 'at most 1 bytes' }, /too large. Save the photo smaller/, false],
    [415, { code: 'image_type_unsupported', detail: 'Send a photo.' }, /^Send a photo\.$/, false],
    [429, { code: 'of another version', detail: 'Slowly.' }, /^Slowly\.$/, true],
    [503, { code: 'overloaded', detail: 'busy' }, /Too many photos.*Try again/, true],
    [500, { code: 'internal_error', detail: 'insides' }, /went wrong there \(500\). Try again/, true],
    [502, undefined, /went wrong there \(502\). Try again/, true],
  ])('%i %o', (status, body, sentence, canRetry) => {
    const error = problemOf(status, body);
    expect(error.message).toMatch(sentence);
    expect(error.canRetry).toBe(canRetry);
  });
});
