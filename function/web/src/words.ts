import type { Answer } from './ask.ts';

const nouns = { cat: 'a cat', dog: 'a dog' } as const;

/** The answer as a heading. */
export function verdict({ prediction, is_pet }: Answer): string {
  if (!is_pet) return 'Probably neither a cat nor a dog';
  const noun = nouns[prediction];
  return noun[0]!.toUpperCase() + noun.slice(1);
}

/** How sure the answer is. */
export function sureness({ prediction, probability, is_pet }: Answer): string {
  const sure = `${percent(probability)} sure`;
  return is_pet ? sure : `If it had to be one of them: ${nouns[prediction]}, ${sure}`;
}

/** What a person should know before they use the answer. */
export function caution({ is_pet, needs_review }: Answer): string | undefined {
  if (!is_pet) return 'Not a pet: the photo does not look like the cats and dogs that the model knows.';
  return needs_review ? 'Needs review: the model is not sure enough, a person should look at it.' : undefined;
}

/** A share in words; never 100 %, for a model can be wrong. */
export function percent(share: number): string {
  return share >= 0.9995 ? 'more than 99.9 %' : `${(share * 100).toFixed(1)} %`;
}

export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
