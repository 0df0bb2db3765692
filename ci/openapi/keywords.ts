// The keywords of JSON Schema 2020-12: how the values of each limit what is valid, and which cannot be compared.
import { isDeepStrictEqual } from 'node:util';

export type Keywords = Record<string, unknown>;

const TYPES = ['null', 'boolean', 'object', 'array', 'number', 'string'] as const;
export type JsonType = (typeof TYPES)[number] | 'integer';

/** They say nothing about which values are valid. `default` is compared apart. */
const ANNOTATIONS = new Set([
  ...['title', 'description', 'example', 'examples', 'deprecated', 'externalDocs', 'xml', 'default'],
  ...['$comment', '$schema', '$defs', '$anchor', '$dynamicAnchor'],
]);

/** They change where references lead, so that nothing in such a schema can be compared. */
export const REFERENCE_CHANGERS = ['$id', '$dynamicRef', '$recursiveRef'];

/** Their meaning depends on the other keywords of the schema: it may not change at all. */
export const DEPENDENT = ['patternProperties', 'unevaluatedProperties', 'unevaluatedItems'];

/** Their value is a list or a map of schemas. */
export const MANY_SCHEMAS = ['allOf', 'dependentSchemas'];

/** Each group is a condition of its own, beside the other keywords of the schema. */
export const CONDITIONS = [
  ['allOf'],
  ['not'],
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
  ['propertyNames'],
  ['dependentSchemas'],
  ['contentSchema'],
];

/** How the value of a keyword limits what is valid. */
interface Rule {
  keyword: string;
  /** The keyword concerns values of this type alone. */
  type?: JsonType;
  /** The limit that a schema sets; undefined where it sets none. */
  limitOf(schema: Keywords): unknown;
  /** Whether whatever keeps the limit `inner` (undefined: none) keeps `outer`, too. */
  covers(outer: unknown, inner: unknown): boolean;
}

const rule = (
  keyword: string,
  type: JsonType | undefined,
  covers: Rule['covers'],
  limitOf: Rule['limitOf'] = (schema) => schema[keyword],
): Rule => ({ keyword, ...(type && { type }), covers, limitOf });

const atMost: Rule['covers'] = (outer, inner) =>
  inner !== undefined && (inner as number) <= (outer as number);
const atLeast: Rule['covers'] = (outer, inner) => ((inner as number | undefined) ?? 0) >= (outer as number);
const same: Rule['covers'] = (outer, inner) => isDeepStrictEqual(outer, inner);

type Bound = number | { exclusive: number };
const edgeOf = (bound: Bound) => (typeof bound === 'number' ? bound : bound.exclusive);

/** The narrower of the inclusive and the exclusive bound. `sign` is 1 for upper bounds, -1 for lower ones. */
function boundOf(inclusive: unknown, exclusive: unknown, sign: 1 | -1): Bound | undefined {
  if (typeof exclusive !== 'number') return typeof inclusive === 'number' ? inclusive : undefined;
  return typeof inclusive === 'number' && sign * inclusive < sign * exclusive ? inclusive : { exclusive };
}

const within =
  (sign: 1 | -1): Rule['covers'] =>
  (outer, inner) => {
    if (inner === undefined) return false;
    const [wide, narrow] = [sign * edgeOf(outer as Bound), sign * edgeOf(inner as Bound)];
    return narrow < wide || (narrow === wide && (typeof outer === 'number' || typeof inner !== 'number'));
  };

export const RULES: readonly Rule[] = [
  rule('maximum', 'number', within(1), (schema) => boundOf(schema.maximum, schema.exclusiveMaximum, 1)),
  rule('minimum', 'number', within(-1), (schema) => boundOf(schema.minimum, schema.exclusiveMinimum, -1)),
  rule('multipleOf', 'number', (outer, inner) => Number(inner) % Number(outer) === 0),
  rule('maxLength', 'string', atMost),
  rule('minLength', 'string', atLeast),
  rule('pattern', 'string', same),
  rule('contentEncoding', 'string', same),
  rule('contentMediaType', 'string', same),
  rule('format', undefined, same),
  rule('maxItems', 'array', atMost),
  rule('minItems', 'array', atLeast),
  rule('uniqueItems', 'array', (outer, inner) => outer === false || inner === true),
  rule('maxProperties', 'object', atMost),
  rule('minProperties', 'object', atLeast),
  rule('dependentRequired', 'object', (outer, inner) =>
    Object.entries(outer as Record<string, string[]>).every(([field, names]) => {
      const required = (inner as Record<string, string[]> | undefined)?.[field] ?? [];
      return names.every((name) => required.includes(name));
    }),
  ),
];

const KNOWN = new Set([
  ...['$ref', 'type', 'enum', 'const', 'oneOf', 'anyOf'],
  ...['properties', 'required', 'additionalProperties', 'items', 'prefixItems'],
  ...['exclusiveMaximum', 'exclusiveMinimum'],
  ...[...RULES.map(({ keyword }) => keyword), ...CONDITIONS.flat(), ...DEPENDENT, ...REFERENCE_CHANGERS],
]);

const isAnnotation = (keyword: string) => ANNOTATIONS.has(keyword) || keyword.startsWith('x-');

/** The schema without what only describes it. */
export function constraints(schema: Keywords): Keywords {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !isAnnotation(keyword)));
}

/** The keywords in which two schemas differ and whose meaning the gate does not know. */
export function unknownKeywords(one: Keywords, other: Keywords): string[] {
  const keywords = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keywords].filter(
    (keyword) =>
      !isAnnotation(keyword) && !KNOWN.has(keyword) && !isDeepStrictEqual(one[keyword], other[keyword]),
  );
}

/** The only values that a schema allows; undefined where it names none. */
export function valuesOf(schema: Keywords): unknown[] | undefined {
  const values = Object.hasOwn(schema, 'const') ? [schema.const] : (schema.enum as unknown[] | undefined);
  if (schema.type === undefined) return values;
  const types = [schema.type as JsonType | JsonType[]].flat();
  return values?.filter((value) => hasType(types, typeOf(value)));
}

/** The types of the values that a schema allows: those that it names, those of its values, or all. */
export function typesOf(schema: Keywords): JsonType[] {
  if (schema.type !== undefined) return [schema.type as JsonType | JsonType[]].flat();
  const values = valuesOf(schema);
  return values ? [...new Set(values.map(typeOf))] : [...TYPES];
}

export const hasType = (types: readonly JsonType[], type: JsonType): boolean =>
  types.includes(type) || (type === 'integer' && types.includes('number'));

function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : (typeof value as JsonType);
}
