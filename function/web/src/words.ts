import { type Answer, KEY_NEEDED, LIMIT_REACHED, OFFLINE } from './ask.ts';
import type { Hold } from './queue.ts';
import { type Filter, type Group, groupOf, type Photo, type Verdict } from './state.ts';

const nouns = { cat: 'a cat', dog: 'a dog', neither: 'neither' } as const;

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);

/** The answer as a heading. */
export function headingOf({ prediction, is_pet }: Answer): string {
  return is_pet ? capital(nouns[prediction]) : 'Probably neither a cat nor a dog';
}

/** How sure the answer is. What is no pet has no share of cat or dog that means anything. */
export function sureness({ probability, is_pet }: Answer): string | undefined {
  return is_pet ? `${percent(probability)} sure` : undefined;
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

/** The answer in the few words that a tile has room for. */
export function shortAnswer(photo: Photo): string {
  const group = groupOf(photo);
  if (group === 'waiting') return 'Waiting';
  if (group === 'failed') return 'No answer';
  if (group === 'neither') return 'Neither';
  const { prediction, probability } = photo.answer!;
  const share = probability >= 0.9995 ? '> 99.9 %' : percent(probability);
  return `${capital(prediction)}${group === 'review' ? '?' : ''} ${share}`;
}

/** A person's verdict, as it stands on a tile. */
export const verdictWord = (verdict: Verdict): string => capital(verdict);

/** Whether the verdict is another one than the model's answer. */
export function isCorrection({ answer, verdict }: Photo): boolean {
  return (
    answer !== undefined &&
    verdict !== undefined &&
    verdict !== (answer.is_pet ? answer.prediction : 'neither')
  );
}

/** All of a photo in one sentence, for who hears the page. */
export function spoken(photo: Photo): string {
  const { name, answer, error, verdict } = photo;
  const said = answer === undefined ? (error === undefined ? 'waiting' : 'no answer') : headingOf(answer);
  const sure = answer && sureness(answer);
  const review = groupOf(photo) === 'review' ? ', to review' : '';
  return `${name}: ${said}${review}${sure ? `. ${sure}` : ''}${verdict ? `. Your verdict: ${verdictWord(verdict)}` : ''}`;
}

/** What a filter shows: "79 cats". */
export function countWords(filter: Filter, count: number): string {
  if (filter === 'review') return `${count} to review`;
  const isAnimal = filter === 'cat' || filter === 'dog';
  return `${count} ${filter}${isAnimal && count !== 1 ? 's' : ''}`;
}

/** "200: 79 cats, 82 dogs, 6 to review", without the groups that are empty. */
export function summary(total: number, counts: Record<Group, number>): string {
  const groups = (Object.keys(counts) as Group[]).filter((group) => counts[group] > 0);
  return `${total}: ${groups.map((group) => countWords(group, counts[group])).join(', ')}`;
}

/** Why nothing is sent now, and what happens next. */
export function holdWords({ reason, untilMs }: Hold, nowMs: number): string {
  const seconds = Math.max(1, Math.ceil(((untilMs ?? nowMs) - nowMs) / 1000));
  const again = `It is asked again in ${seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`}.`;
  if (reason === 'offline') return OFFLINE;
  if (reason === 'key') return KEY_NEEDED;
  if (reason === 'limited') return `${LIMIT_REACHED} ${again}`;
  if (reason === 'unreachable') return `The function cannot be reached. ${again}`;
  return `The service is busy. ${again}`;
}

const MOST_NAMES = 5;

/** Names the files that were left out. */
export function leftOutWords(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `Left out, no photos: ${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
