import { isDeepStrictEqual } from 'node:util';
import { type Change, spelled } from './changes.ts';
import * as keywords from './keywords.ts';
import { at, children, isObject, isSameText, type Node, referenced, withValue } from './node.ts';

/**
 * Who writes the value that both schemas describe. In a request the old client writes and the new service reads, in a
 * response the new service writes and the old client reads. `exact` asks about the schemas alone, without the
 * freedoms of an API: clients ignore fields that they do not know, a service may give names to fields that it ignored.
 */
export type Role = 'request' | 'response' | 'exact';

export interface Context {
  role: Role;
  /** The operation and its part. */
  place: string;
  /** The field inside the body, as `results[].error`; empty for the body itself. */
  field: string;
  /** JSON pointers to enumerations to which responses may add values: clients know that they grow. */
  openEnumerations: readonly string[];
  /** The pairs of schemas that are being compared around this one: a recursive schema meets itself again. */
  around: readonly { writer: Node; reader: Node; role: Role }[];
}

/**
 * What the writer may send and the reader does not accept. Without a change, each value that is valid for the writer is
 * valid for the reader. A difference that cannot be judged is a change, too.
 */
export function schemaChanges(writer: Node, reader: Node, context: Context): Change[] {
  const [from, to] = [simplified(writer), simplified(reader)];
  if (from === undefined || to === undefined) {
    return [change(writer, reader, context, 'cannot judge: a $ref leads to nothing in the document')];
  }
  if (from.value === false || to.value === true) return [];
  if (to.value === false) return [change(from, to, context, 'no value is valid any more')];
  const { role, around } = context;
  const isAround = around.some((pair) => {
    return pair.role === role && isEqual(pair.writer, from) && isEqual(pair.reader, to);
  });
  if (isAround) return [];
  const inner = { ...context, around: [...around, { writer: from, reader: to, role }] };
  const has = (keyword: string) => at(from, keyword) !== undefined || at(to, keyword) !== undefined;
  const changer = keywords.REFERENCE_CHANGERS.find(has);
  if (changer !== undefined) {
    return [change(from, to, context, `cannot judge schemas with ${changer}`)];
  }
  const dependent = keywords.DEPENDENT.find(has);
  if (dependent !== undefined) {
    const what = `cannot judge a change in a schema with ${dependent}`;
    return isSameText(from, to) ? [] : [change(from, to, context, what)];
  }
  const changes = unionOf(from) || unionOf(to) ? unionChanges : plainChanges;
  // A default may stand beside the $ref.
  const defaults = [at(writer, 'default') ?? at(from, 'default'), at(reader, 'default') ?? at(to, 'default')];
  return [...changes(from, to, inner), ...defaultChanges(from, to, defaults, context)];
}

/** By content: schemas that are made while comparing are new objects each time. */
const isEqual = (one: Node, other: Node): boolean =>
  one.document === other.document && isDeepStrictEqual(one.value, other.value);

const ANYTHING: Record<string, never> = {};
const keywordsOf = ({ value }: Node): keywords.Keywords => (isObject(value) ? value : ANYTHING);

/** Follows references. A $ref beside other constraints is read as allOf, and allOf of a single schema as that schema. */
function simplified(node: Node): Node | undefined {
  let current = node;
  for (let steps = 0; steps < 100; steps++) {
    if (!isObject(current.value)) return current;
    const { $ref, ...others } = keywords.constraints(current.value);
    if ($ref !== undefined) {
      const isAlone = Object.keys(others).length === 0;
      if (!isAlone) return withValue(current, { allOf: [{ $ref }, others] });
      const next = referenced(current);
      if (next === undefined) return undefined;
      current = next;
      continue;
    }
    const { allOf } = others;
    if (!Array.isArray(allOf) || allOf.length !== 1 || Object.keys(others).length > 1) return current;
    current = at(current, 'allOf', '0')!;
  }
  return undefined;
}

/** A change at the new side, which is the writer in a response and the reader otherwise. */
function change(writer: Node, reader: Node, context: Context, what: string): Change {
  const { pointer } = context.role === 'response' ? writer : reader;
  const field = context.field === '' ? '' : `, field ${context.field}`;
  return { place: `${context.place}${field}`, pointer, what };
}

function isNow(keyword: string, writer: unknown, reader: unknown, { role }: Context): string {
  const [before, now] = role === 'response' ? [reader, writer] : [writer, reader];
  return `${keyword} is ${spelled(now)}, was ${spelled(before)}`;
}

function isSame(one: Node, other: Node, context: Context): boolean {
  const exact: Context = { ...context, role: 'exact' };
  return schemaChanges(one, other, exact).length === 0 && schemaChanges(other, one, exact).length === 0;
}

const below = (context: Context, step: string): Context => ({
  ...context,
  field: `${context.field}${step.startsWith('[') || context.field === '' ? '' : '.'}${step}`,
});

/** Of schemas without oneOf and anyOf. */
function plainChanges(from: Node, to: Node, context: Context): Change[] {
  const [writer, reader] = [keywordsOf(from), keywordsOf(to)];
  const types = keywords.typesOf(writer);
  const accepted = keywords.typesOf(reader);
  const refused = types.filter((type) => !keywords.hasType(accepted, type));
  // Of another type all other keywords differ, too: one line is enough.
  if (refused.length > 0 && keywords.valuesOf(reader) === undefined) {
    return [change(from, to, context, isNow('type', typeText(writer), typeText(reader), context))];
  }
  const limits = keywords.RULES.filter(({ type, limitOf, covers }) => {
    const concerned = type === undefined || types.some((one) => keywords.hasType([type], one));
    const limit = limitOf(reader);
    return concerned && limit !== undefined && !covers(limit, limitOf(writer));
  }).map(({ keyword, limitOf }) =>
    change(from, to, context, isNow(keyword, limitOf(writer), limitOf(reader), context)),
  );
  const unknown = keywords
    .unknownKeywords(writer, reader)
    .map((keyword) => change(from, to, context, `cannot judge a change of ${keyword}`));
  return [
    ...valueChanges(from, to, context),
    ...limits,
    ...(types.includes('object') ? objectChanges(from, to, context) : []),
    ...(types.includes('array') ? arrayChanges(from, to, context) : []),
    ...conditionChanges(from, to, context),
    ...unknown,
  ];
}

const typeText = (schema: keywords.Keywords): unknown =>
  schema.type ?? (keywords.valuesOf(schema) ? keywords.typesOf(schema) : undefined);

function valueChanges(from: Node, to: Node, context: Context): Change[] {
  const [sent, accepted] = [keywords.valuesOf(keywordsOf(from)), keywords.valuesOf(keywordsOf(to))];
  if (accepted === undefined) return [];
  if (sent === undefined) return [change(from, to, context, isNow('enum', sent, accepted, context))];
  if (context.role === 'response' && context.openEnumerations.includes(from.pointer)) return [];
  const refused = sent.filter((value) => !accepted.some((other) => isDeepStrictEqual(value, other)));
  if (refused.length === 0) return [];
  const values = refused.map((value) => JSON.stringify(value)).join(', ');
  const what = context.role === 'response' ? 'new values' : 'values no longer accepted';
  return [change(from, to, context, `${what}: ${values}`)];
}

function objectChanges(from: Node, to: Node, context: Context): Change[] {
  const { role } = context;
  const [sent, accepted] = [children(at(from, 'properties')), children(at(to, 'properties'))];
  const [sentExtra, acceptedExtra] = [extraFields(from), extraFields(to)];
  const changes: Change[] = [];

  const required = namesIn(from);
  for (const name of namesIn(to)) {
    if (required.includes(name)) continue;
    const isGone = role === 'response' && accepted.has(name) && !sent.has(name) && !isMap(sentExtra);
    const what = role === 'response' ? 'no longer always present' : 'required now';
    if (!isGone) changes.push(change(from, to, below(context, name), what));
  }

  for (const name of new Set([...sent.keys(), ...accepted.keys()])) {
    const inner = below(context, name);
    const [known, expected] = [sent.get(name), accepted.get(name)];
    if (known && expected) changes.push(...schemaChanges(known, expected, inner));
    else if (known) {
      // Clients ignore fields that they do not know.
      if (role === 'response' && !isMap(acceptedExtra)) continue;
      if (acceptedExtra.value === false) changes.push(change(known, to, inner, 'no longer accepted'));
      else changes.push(...schemaChanges(known, acceptedExtra, inner));
    } else if (isMap(sentExtra) || (role === 'exact' && sentExtra.value !== false)) {
      changes.push(...schemaChanges(sentExtra, expected!, inner));
    } else if (role === 'response') changes.push(change(from, to, inner, 'removed'));
  }

  if (sentExtra.value === false || (role === 'response' && !isMap(acceptedExtra))) return changes;
  if (acceptedExtra.value === false) {
    changes.push(change(from, to, context, 'unnamed fields are no longer accepted'));
  } else changes.push(...schemaChanges(sentExtra, acceptedExtra, below(context, '*')));
  return changes;
}

const namesIn = (node: Node) => (keywordsOf(node).required ?? []) as string[];

/** The schema of the fields that `properties` does not name. */
const extraFields = (node: Node): Node => at(node, 'additionalProperties') ?? withValue(node, true);

/** Whether it says anything about these fields: a map then, and not only an object that may have more. */
const isMap = ({ value }: Node): boolean =>
  isObject(value) && Object.keys(keywords.constraints(value)).length > 0;

function arrayChanges(from: Node, to: Node, context: Context): Change[] {
  const [sent, accepted] = [children(at(from, 'prefixItems')), children(at(to, 'prefixItems'))];
  const rest = (node: Node) => at(node, 'items') ?? withValue(node, true);
  const places = [...Array(Math.max(sent.size, accepted.size)).keys()].map(String);
  return [
    ...places.flatMap((index) =>
      schemaChanges(
        sent.get(index) ?? rest(from),
        accepted.get(index) ?? rest(to),
        below(context, `[${index}]`),
      ),
    ),
    ...schemaChanges(rest(from), rest(to), below(context, '[]')),
  ];
}

/** Conditions of the reader that the writer has not, or has in another way. */
function conditionChanges(from: Node, to: Node, context: Context): Change[] {
  return keywords.CONDITIONS.filter((group) => group.some((keyword) => at(to, keyword)))
    .filter((group) => !group.every((keyword) => isSameCondition(keyword, from, to, context)))
    .map(([keyword]) => change(from, to, context, `cannot judge a change of ${keyword}`));
}

function isSameCondition(keyword: string, from: Node, to: Node, context: Context): boolean {
  const [one, other] = [at(from, keyword), at(to, keyword)];
  if (one === undefined || other === undefined) return one === other;
  if (typeof one.value === 'number') return one.value === other.value;
  if (!keywords.MANY_SCHEMAS.includes(keyword)) return isSame(one, other, context);
  const [ones, others] = [children(one), children(other)];
  return (
    ones.size === others.size &&
    [...ones].every(([key, schema]) => others.has(key) && isSame(schema, others.get(key)!, context))
  );
}

/** A client that leaves a value out gets another one. */
function defaultChanges(
  from: Node,
  to: Node,
  [before, now]: readonly (Node | undefined)[],
  context: Context,
): Change[] {
  if (context.role !== 'request' || before === undefined) return [];
  if (isDeepStrictEqual(before.value, now?.value)) return [];
  return [change(from, to, context, isNow('default', before.value, now?.value, context))];
}

const UNIONS = ['oneOf', 'anyOf'];

function unionOf(node: Node): string | undefined {
  return UNIONS.find((keyword) => at(node, keyword) !== undefined);
}

/** The other keywords beside oneOf and anyOf. */
function withoutUnion(node: Node): Node {
  const entries = Object.entries(keywordsOf(node)).filter(([keyword]) => !UNIONS.includes(keyword));
  return withValue(node, Object.fromEntries(entries));
}

function unionChanges(from: Node, to: Node, context: Context): Change[] {
  if ([from, to].some((node) => UNIONS.every((keyword) => at(node, keyword)))) {
    return [change(from, to, context, 'cannot judge schemas with both oneOf and anyOf')];
  }
  const rest = withoutUnion(to);
  const changes = plainChanges(withoutUnion(from), rest, context);
  // The alternatives of the writer alone may satisfy the reader, as in oneOf of two objects and type object.
  const isCovered =
    unionOf(from) && alternatives(from).every((one) => schemaChanges(one, rest, context).length === 0);
  return [...(isCovered ? [] : changes), ...(unionOf(to) ? alternativeChanges(from, to, context) : [])];
}

/** Each alternative of the writer must be one of the reader. */
function alternativeChanges(from: Node, to: Node, context: Context): Change[] {
  const [sent, accepted] = [alternatives(from), alternatives(to)];
  const changes = sent.flatMap((one, index) => {
    if (accepted.some((other) => schemaChanges(one, other, context).length === 0)) return [];
    const counterpart =
      accepted.find(({ pointer }) => pointer === one.pointer) ??
      (sent.length === accepted.length ? accepted[index] : undefined);
    if (counterpart) return schemaChanges(one, counterpart, context);
    const what = context.role === 'response' ? 'a new alternative' : 'an alternative is no longer accepted';
    const text = at(one, 'type') ? spelled(at(one, 'type')!.value) : one.pointer;
    return [change(from, to, context, `${what}: ${text}`)];
  });
  // A value that fits two schemas of oneOf is invalid: a new or wider alternative may overlap with another one.
  const isRisky = context.role !== 'response' && at(to, 'oneOf') && !areApart(accepted);
  if (changes.length > 0 || !isRisky || isSameUnion(sent, accepted, context)) return changes;
  return [change(from, to, context, 'cannot judge a change of oneOf whose alternatives may overlap')];
}

const isSameUnion = (sent: readonly Node[], accepted: readonly Node[], context: Context) =>
  sent.length === accepted.length && sent.every((one, index) => isSame(one, accepted[index]!, context));

/** The schemas of a union, with those of unions inside it; of another schema one for each of its types. */
function alternatives(node: Node, around: readonly Node[] = []): Node[] {
  const union = unionOf(node);
  if (union === undefined) {
    const types = keywords.typesOf(keywordsOf(node));
    if (around.length > 0 || types.length === 1) return [node];
    return types.map((type) => withValue(node, { ...keywordsOf(node), type }));
  }
  if (around.some(({ value }) => value === node.value)) return [];
  return [...children(at(node, union)).values()].flatMap((child) => {
    const one = simplified(child);
    const isPlainUnion =
      one && unionOf(one) && Object.keys(keywords.constraints(keywordsOf(one))).length === 1;
    return isPlainUnion ? alternatives(one, [...around, node]) : [one ?? child];
  });
}

/** Whether no value fits two of the schemas, by their types. */
function areApart(schemas: readonly Node[]): boolean {
  const types = schemas.flatMap((node) => keywords.typesOf(keywordsOf(node)));
  const merged = types.map((type) => (type === 'integer' ? 'number' : type));
  return new Set(merged).size === merged.length;
}
