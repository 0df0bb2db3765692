import type { Change } from './changes.ts';
import { children, isSameText, type Node, target, withValue } from './node.ts';
import { schemaChanges } from './schema.ts';

/** A part of the description before and now. */
export interface Sides {
  old: Node;
  new: Node;
}

export interface Place {
  /** The operation and the part of it, for messages. */
  place: string;
  /** JSON pointers to enumerations to which responses may add values. */
  openEnumerations: readonly string[];
}

export const inside = (here: Place, part: string): Place => ({ ...here, place: `${here.place}, ${part}` });

export const changeAt = ({ pointer }: Node, { place }: Place, what: string): Change => ({
  pointer,
  place,
  what,
});

/** Where the references of a map or a list lead; `unjudged` reports one that leads to nothing. */
export const targets = (node: Node | undefined): [key: string, Node][] =>
  [...children(node)].map(([key, child]) => [key, target(child) ?? child]);

const DESCRIPTIVE = ['summary', 'description', 'externalDocs', 'example', 'examples', 'deprecated', 'tags'];

/** Keys outside `known` whose values differ: the gate does not know what they mean. */
export function unjudged(sides: Sides, here: Place, known: readonly string[]): Change[] {
  const [old, now] = [children(sides.old), children(sides.new)];
  if (old.has('$ref') || now.has('$ref')) {
    return [changeAt(sides.new, here, 'cannot judge: a $ref leads to nothing in the document')];
  }
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !known.includes(key) && !DESCRIPTIVE.includes(key) && !key.startsWith('x-'))
    .filter((key) => !isSameText(old.get(key), now.get(key)))
    .map((key) => changeAt(sides.new, here, `cannot judge a change of ${key}`));
}

/** Compares the schemas of two parts; a part without one allows anything. */
export function partSchemaChanges(sides: Sides, role: 'request' | 'response', here: Place): Change[] {
  const schemaOf = (part: Node) => children(part).get('schema') ?? withValue(part, true);
  const [old, now] = [schemaOf(sides.old), schemaOf(sides.new)];
  const [writer, reader] = role === 'request' ? [old, now] : [now, old];
  return schemaChanges(writer, reader, { ...here, role, field: '', around: [] });
}
