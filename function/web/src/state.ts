import type { Answer } from './ask.ts';

export type Verdict = 'cat' | 'dog' | 'neither';

/** A photo of the list, as the browser keeps it. It is replaced when it changes, never written to. */
export type Photo = {
  /** Grows in the order in which photos were added. */
  readonly id: number;
  readonly name: string;
  /** In bytes; with the time of the last change in ms and the name it tells whether a file was added before. */
  readonly size: number;
  readonly modified: number;
  /** SHA-256 of the file's bytes in hex, once they were read. */
  readonly digest?: string;
  readonly answer?: Answer;
  readonly error?: { readonly message: string; readonly code: string; readonly canRetry: boolean };
  /** What was done to the photo before it was sent. */
  readonly note?: string | undefined;
  readonly tookMs?: number;
  readonly thumbnail?: Blob | undefined;
  readonly verdict?: Verdict | undefined;
  /** ISO 8601. */
  readonly decidedAt?: string | undefined;
  /** The verdict that the service has. */
  readonly sharedVerdict?: Verdict;
};

export type Group = 'cat' | 'dog' | 'review' | 'neither' | 'failed' | 'waiting';
export type Filter = Group | 'all';

/** Where a photo belongs by the model's answer: a person's verdict moves nothing while they work through a group. */
export function groupOf({ answer, error }: Photo): Group {
  if (error !== undefined) return 'failed';
  if (answer === undefined) return 'waiting';
  if (!answer.is_pet) return 'neither';
  return answer.needs_review ? 'review' : answer.prediction;
}

/** 0 for the photo that most needs a person, and more the surer the answer is. */
function sureness(photo: Photo): number {
  const group = groupOf(photo);
  if (group === 'waiting') return 4;
  if (group === 'failed') return 3;
  const { is_pet, pet_score, probability } = photo.answer!;
  return (group === 'review' ? 0 : 1) + (is_pet ? probability : 1 - pet_score);
}

export type State = ReturnType<typeof createState>;

/**
 * The photos, what is shown of them, and what a person decided.
 * @param onChange called with each photo that changed, in its new form
 */
export function createState(onChange: (photo: Photo) => void) {
  const photos = new Map<number, Photo>();
  const decisions: { id: number; verdict: Verdict | undefined; decidedAt: string | undefined }[] = [];
  let filter: Filter = 'all';
  let unsureFirst = false;
  let selectedId: number | undefined;
  let shown: Photo[] | undefined;

  function put(photo: Photo): Photo {
    photos.set(photo.id, photo);
    shown = undefined;
    onChange(photo);
    return photo;
  }

  const state = {
    get: (id: number) => photos.get(id),
    all: () => [...photos.values()],
    size: () => photos.size,
    get filter() {
      return filter;
    },
    get unsureFirst() {
      return unsureFirst;
    },

    /** A photo that was kept by the browser. */
    restore(photo: Photo): void {
      photos.set(photo.id, photo);
      shown = undefined;
    },
    add(name: string, { size, lastModified }: File): Photo {
      const lastId = [...photos.keys()].at(-1) ?? 0;
      // By the clock, so that two windows do not write over each other's photos.
      return put({ id: Math.max(lastId + 1, Date.now() * 1000), name, size, modified: lastModified });
    },
    change(id: number, changes: Partial<Photo>): void {
      const photo = photos.get(id);
      // It may have been cleared while its answer was on its way.
      if (photo !== undefined) put({ ...photo, ...changes });
    },
    /** Takes away answer or error, so that the photo waits again. */
    reset(id: number): void {
      const { answer, error, ...rest } = photos.get(id)!;
      put(rest);
    },
    clear(): void {
      photos.clear();
      decisions.length = 0;
      shown = undefined;
      selectedId = undefined;
      filter = 'all';
    },

    counts(): Record<Group, number> {
      const counts = { cat: 0, dog: 0, review: 0, neither: 0, failed: 0, waiting: 0 };
      for (const photo of photos.values()) counts[groupOf(photo)] += 1;
      return counts;
    },
    /** The photos of the filter, in the order that was chosen. */
    shown(): readonly Photo[] {
      if (shown === undefined) {
        shown = [...photos.values()].filter((photo) => filter === 'all' || groupOf(photo) === filter);
        // Sorting is stable: equals stay as they were added.
        if (unsureFirst) shown.sort((a, b) => sureness(a) - sureness(b));
      }
      return shown;
    },
    /** How many are decided of those that the filter shows; of those to review where all are shown. */
    progress(): { decided: number; total: number } {
      const group = filter === 'all' ? 'review' : filter;
      const concerned = [...photos.values()].filter((photo) => groupOf(photo) === group);
      return { decided: concerned.filter(({ verdict }) => verdict).length, total: concerned.length };
    },
    /** Shows others, or in another order, and selects the first of them. */
    arrange(changes: { filter?: Filter; unsureFirst?: boolean }): void {
      filter = changes.filter ?? filter;
      unsureFirst = changes.unsureFirst ?? unsureFirst;
      shown = undefined;
      selectedId = undefined;
    },

    /** The photo that the keys act on: the first one where none was chosen. */
    selected(): Photo | undefined {
      const list = state.shown();
      return list.find(({ id }) => id === selectedId) ?? list[0];
    },
    select(id: number): void {
      selectedId = id;
    },
    /** Moves the selection; it stops at both ends. */
    move(steps: number): void {
      const list = state.shown();
      const at = list.findIndex(({ id }) => id === state.selected()?.id);
      const to = Math.min(Math.max(at + steps, 0), list.length - 1);
      selectedId = list[to]?.id;
    },

    decide(id: number, verdict: Verdict): void {
      const { verdict: former, decidedAt } = photos.get(id)!;
      decisions.push({ id, verdict: former, decidedAt });
      state.change(id, { verdict, decidedAt: new Date().toISOString() });
    },
    canUndo: () => decisions.length > 0,
    /** Takes the last decision back and selects its photo. @returns that photo, or undefined where none is left */
    undo(): Photo | undefined {
      const last = decisions.pop();
      if (last === undefined) return undefined;
      const { id, ...former } = last;
      state.change(id, former);
      selectedId = id;
      return photos.get(id);
    },
  };
  return state;
}
