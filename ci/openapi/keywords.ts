import { isDeepStrictEqual } from 'node:util';

/** JSON Schema 2020-12, as far as the comparison knows it. Any other keyword must be equal. */
export interface Keywords {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
  items?: Schema;
  [keyword: string]: unknown;
}

export type Schema = boolean | Keywords;

const VALUES = ['enum', 'const'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const EQUAL = ['format', 'pattern', 'contentEncoding', 'contentMediaType', 'multipleOf', 'uniqueItems'];

/** Keywords that limit values without a schema inside. */
export const LIMITS = [...VALUES, ...UPPER, ...LOWER, ...EQUAL];

/** Whether a keyword of the reader allows what the same keyword of the writer allows. */
export function keeps(keyword: string, writer: Keywords, reader: Keywords): boolean {
  const [sent, limit] = [writer[keyword], reader[keyword]] as number[];
  if (limit === undefined || sent === limit) return true;
  if (UPPER.includes(keyword)) return sent! <= limit;
  if (LOWER.includes(keyword)) return sent! >= limit;
  const accepts = (value: unknown) => valuesOf(reader)!.some((other) => isDeepStrictEqual(value, other));
  return VALUES.includes(keyword) && valuesOf(writer) !== undefined && valuesOf(writer)!.every(accepts);
}

/** The only values that a schema allows; undefined if it names none. */
const valuesOf = (schema: Keywords) => ('const' in schema ? [schema.const] : schema.enum);

/** The types of the values that a schema allows: those that it names, those of its values, or all. */
export function typesOf(schema: Keywords): string[] {
  const all = ['null', 'boolean', 'object', 'array', 'number', 'string'];
  return [schema.type ?? valuesOf(schema)?.map(typeOf) ?? all].flat();
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
