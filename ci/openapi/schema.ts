import { isDeepStrictEqual } from 'node:util';
import { pointerOf } from './document.ts';
import { type Keywords, keeps, LIMITS, type Schema, typesOf } from './keywords.ts';

/** A place in the comparison. The old client writes requests and the new service responses; the other side reads. */
export interface Context {
  /** `exact` compares without the freedoms of an API: each side may ignore fields that it does not know. */
  direction: 'request' | 'response' | 'exact';
  /** The operation and its part, as `POST /predict, response 200`. */
  place: string;
  /** The field inside the body, as `results[].error`; empty for the body itself. */
  field: string;
  /** JSON pointer to the part of the new document, or to the part around it if the new document lacks it. */
  pointer: string;
  /** JSON pointers to enumerations to which responses may add values: clients know that they grow. */
  openEnumerations: string[];
  /** The pairs of schemas around this one: the comparison ends where a recursive schema meets itself. */
  around: readonly { writer: Schema; reader: Schema; field: string }[];
}

/** A change that breaks clients, or that the gate cannot judge. */
export interface Change {
  here: Context;
  what: string;
}

/** The reader needs a part that the writer may leave out. */
export const mayMiss = (here: Context): Change => ({
  here,
  what: here.direction === 'response' ? 'no longer always present' : 'required now',
});

type JsonObject = Record<string, unknown>;

/** The keys that differ, except `compared`: the gate does not know what they mean. */
export function unjudged(one: JsonObject, other: JsonObject, here: Context, compared: string[]): Change[] {
  return Object.keys({ ...one, ...other })
    .filter((key) => !compared.includes(key) && !isDeepStrictEqual(one[key], other[key]))
    .map((key) => ({ here, what: `cannot judge a change of ${key}` }));
}

/** Keywords that the comparison of a schema understands. */
const COMPARED = ['type', 'properties', 'required', 'additionalProperties', 'items', 'default', ...LIMITS];

/** Their meaning depends on the other keywords of the schema, so nothing in such a schema may change. */
const DEPENDENT = ['patternProperties', 'unevaluatedProperties', 'unevaluatedItems'];

const keywordsOf = (schema: Schema): Keywords => (typeof schema === 'boolean' ? {} : schema);

/** Whether the schema says what is valid, and does not only allow or forbid everything. */
const isDescribed = (schema: Schema) => Object.keys(keywordsOf(schema)).length > 0;

/**
 * What the writer may send and the reader does not accept. Without a change, each value that is valid for the writer is
 * valid for the reader. Both are schemas of resolved documents.
 */
export function schemaChanges(writer: Schema, reader: Schema, context: Context): Change[] {
  const { direction, around } = context;
  if (writer === false || isDeepStrictEqual(writer, reader)) return [];
  const known = around.find((pair) => pair.writer === writer && pair.reader === reader);
  // In the same field, a union has itself as an alternative.
  if (known)
    return known.field === context.field ? [{ here: context, what: 'cannot judge a union in itself' }] : [];
  const pointer = pointerOf(direction === 'response' ? writer : reader) ?? context.pointer;
  const here: Context = {
    ...context,
    pointer,
    around: [...around, { writer, reader, field: context.field }],
  };
  if (reader === false) return [{ here, what: 'not accepted' }];
  const [from, to] = [keywordsOf(writer), keywordsOf(reader)];
  const compare = unionOf(from) || unionOf(to) ? unionChanges : keywordChanges;
  // A client that leaves the value out gets another one.
  const isOtherDefault = 'default' in from && !isDeepStrictEqual(from.default, to.default);
  return [
    ...(isOtherDefault && direction === 'request' ? [isNow('default', from, to, here)] : []),
    ...(isDescribed(reader) ? compare(from, to, here) : []),
  ];
}

function isNow(keyword: string, writer: Keywords, reader: Keywords, here: Context): Change {
  const [before, now] = here.direction === 'response' ? [reader, writer] : [writer, reader];
  const text = (schema: Keywords) => JSON.stringify(schema[keyword]) ?? 'none';
  return { here, what: `${keyword} is ${text(now)}, was ${text(before)}` };
}

function below(here: Context, step: string): Context {
  return { ...here, field: step === '[]' || here.field === '' ? here.field + step : `${here.field}.${step}` };
}

function keywordChanges(from: Keywords, to: Keywords, here: Context): Change[] {
  const dependent = DEPENDENT.find((keyword) => keyword in from || keyword in to);
  if (dependent) return [{ here, what: `cannot judge a change in a schema with ${dependent}` }];
  const types = typesOf(from);
  const accepted = typesOf(to).flatMap((type) => (type === 'number' ? ['number', 'integer'] : type));
  // All other keywords differ with the type: one line is enough.
  if (to.type && !types.every((type) => accepted.includes(type))) return [isNow('type', from, to, here)];
  const isOpen = here.direction === 'response' && here.openEnumerations.includes(here.pointer);
  const limits = LIMITS.filter((keyword) => !keeps(keyword, from, to) && !(isOpen && keyword === 'enum'));
  return [
    ...limits.map((keyword) => isNow(keyword, from, to, here)),
    ...(types.includes('object') ? objectChanges(from, to, here) : []),
    ...schemaChanges(from.items ?? true, to.items ?? true, below(here, '[]')),
    ...unjudged(from, to, here, COMPARED),
  ];
}

function objectChanges(from: Keywords, to: Keywords, here: Context): Change[] {
  const [isRequest, isResponse] = [here.direction === 'request', here.direction === 'response'];
  const fieldsOf = ({ properties = {} }: Keywords) => new Map(Object.entries(properties));
  const [sent, accepted] = [fieldsOf(from), fieldsOf(to)];
  const [sentRest, acceptedRest] = [from.additionalProperties ?? true, to.additionalProperties ?? true];
  const names = new Set([...sent.keys(), ...accepted.keys(), ...(to.required ?? [])]);
  const changes = [...names].flatMap((name) => {
    const field = below(here, name);
    const isNew = !sent.has(name) && !isDescribed(sentRest);
    const isOld = !accepted.has(name) && !isDescribed(acceptedRest);
    if (isResponse && isNew && accepted.has(name)) return [{ here: field, what: 'removed' }];
    const isMissing = to.required?.includes(name) && !from.required?.includes(name);
    const missing = isMissing ? [mayMiss(field)] : [];
    // Clients ignore fields that they do not know. A service may give names to fields that it ignored.
    if ((isResponse && isOld) || (isRequest && isNew)) return missing;
    return [
      ...missing,
      ...schemaChanges(sent.get(name) ?? sentRest, accepted.get(name) ?? acceptedRest, field),
    ];
  });
  if (isResponse && !isDescribed(acceptedRest)) return changes;
  return [...changes, ...schemaChanges(sentRest, acceptedRest, below(here, '*'))];
}

/** The alternatives of a schema that has nothing else. Beside other keywords, `oneOf` and `anyOf` must be equal. */
function unionOf({ default: _, ...schema }: Keywords): Schema[] | undefined {
  return Object.keys(schema).length === 1 ? (schema.oneOf ?? schema.anyOf) : undefined;
}

/** The reader must accept each alternative of the writer. */
function unionChanges(from: Keywords, to: Keywords, here: Context): Change[] {
  const types = typesOf(from);
  const sent = unionOf(from) ?? (types.length === 1 ? [from] : types.map((type) => ({ ...from, type })));
  const accepted = unionOf(to);
  if (accepted === undefined) return sent.flatMap((one) => schemaChanges(one, to, here));
  const changes = sent.flatMap((one) => {
    if (accepted.some((other) => schemaChanges(one, other, here).length === 0)) return [];
    const pointer = pointerOf(one);
    const counterpart = pointer && accepted.find((other) => pointerOf(other) === pointer);
    if (counterpart) return schemaChanges(one, counterpart, here);
    return [{ here, what: `no alternative for ${JSON.stringify(keywordsOf(one).type) ?? pointer}` }];
  });
  // A value that fits two schemas of oneOf is invalid: a new or wider alternative may overlap with another one.
  const all = accepted.flatMap((one) =>
    typesOf(keywordsOf(one)).map((type) => type.replace('integer', 'number')),
  );
  const mayOverlap = to.oneOf && here.direction !== 'response' && new Set(all).size < all.length;
  return changes.length === 0 && mayOverlap ? [{ here, what: 'cannot judge a change of oneOf' }] : changes;
}
