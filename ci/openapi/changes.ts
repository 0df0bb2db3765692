/** One thing that breaks clients, or that the gate cannot judge. */
export interface Change {
  /** The operation and the part of it, as `POST /predict, response 200`. */
  place: string;
  /** JSON pointer to the part of the new document, or of the old one where the new one lacks it. */
  pointer: string;
  /** What broke. */
  what: string;
}

/** One line a change. Operations share schemas: a change of a shared schema is one line, with its first place. */
export function lines(changes: readonly Change[]): string[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.pointer, change.what]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const more =
      others.length > 0 ? `, and ${others.length} more ${others.length === 1 ? 'place' : 'places'}` : '';
    return `${first!.place}: ${first!.what} (${first!.pointer}${more})`;
  });
}

/** `undefined` is a keyword that is not there. */
export const spelled = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
