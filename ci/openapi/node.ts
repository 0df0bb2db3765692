import { isDeepStrictEqual } from 'node:util';

/** A value inside a document, with its place, so that references can be followed and messages can name it. */
export interface Node {
  readonly document: unknown;
  /** JSON pointer, as `#/components/schemas/Model`. */
  readonly pointer: string;
  readonly value: unknown;
}

type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const rootOf = (document: unknown): Node => ({ document, pointer: '#', value: document });

/** The same place with another value. */
export const withValue = (node: Node, value: unknown): Node => ({ ...node, value });

/** The value of a key of an object or an index of a list; undefined where there is none. */
export function at(node: Node | undefined, ...keys: string[]): Node | undefined {
  let current = node;
  for (const key of keys) {
    if (current === undefined || typeof current.value !== 'object' || current.value === null)
      return undefined;
    if (!Object.hasOwn(current.value, key)) return undefined;
    const pointer = `${current.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    current = { document: current.document, pointer, value: (current.value as JsonObject)[key] };
  }
  return current;
}

/** The values of an object by key, or of a list by index. */
export function children(node: Node | undefined): Map<string, Node> {
  const value = node?.value;
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return new Map(keys.map((key) => [key, at(node, key)!]));
}

/** The value to which `$ref` refers; undefined where that is nothing in this document. */
export function referenced(node: Node): Node | undefined {
  const $ref = isObject(node.value) ? node.value.$ref : undefined;
  if (typeof $ref !== 'string' || !/^#(\/|$)/.test($ref)) return undefined;
  const keys = $ref.split('/').slice(1).map(decodeURIComponent);
  return at(rootOf(node.document), ...keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')));
}

/** Where `$ref` leads at last, for parts that are no schemas: beside these nothing else counts. */
export function target(node: Node): Node | undefined {
  const passed = new Set<unknown>();
  let current: Node | undefined = node;
  while (isObject(current?.value) && current.value.$ref !== undefined) {
    if (passed.has(current.value)) return undefined;
    passed.add(current.value);
    current = referenced(current);
  }
  return current;
}

/** Whether two values are written in the same way, and so are the components where one refers to any. */
export function isSameText(one: Node | undefined, other: Node | undefined): boolean {
  if (!isDeepStrictEqual(one?.value, other?.value)) return false;
  if (one === undefined || other === undefined || !JSON.stringify(one.value).includes('"$ref"')) return true;
  const components = ({ document }: Node) => at(rootOf(document), 'components')?.value;
  return isDeepStrictEqual(components(one), components(other));
}
