type JsonObject = Record<string, unknown>;

/** They do not say which requests and responses are valid. */
const ANNOTATIONS = [
  ...['summary', 'title', 'description', 'example', 'examples', 'deprecated', 'externalDocs', 'tags'],
  ...['operationId', 'xml', '$comment', '$schema', '$defs', '$anchor'],
];

/** The keys in these objects are names, not keywords: a field may be called `title`. */
const MAPS = [
  ...['properties', 'patternProperties', 'dependentSchemas', 'paths', 'schemas', 'parameters', 'headers'],
  ...['requestBodies', 'responses', 'content', 'encoding', 'links', 'callbacks', 'pathItems'],
  'securitySchemes',
];

/** Their values are plain JSON, not parts of the description. */
const VALUES = ['const', 'enum', 'default', 'dependentRequired', 'security'];

const pointers = new WeakMap<object, string>();

/** The JSON pointer to a part of a resolved document, as `#/components/schemas/Model`; undefined for other values. */
export const pointerOf = (part: unknown): string | undefined => pointers.get(part as object);

/**
 * A copy of the document without annotations. The target replaces each `$ref`, so a recursive schema contains itself.
 * Two parts that are deeply equal mean the same.
 */
export function resolved(document: object): object {
  const copies = new Map<string, JsonObject>();
  // A symbol equals no symbol of another document, so the comparison always reports it.
  const unresolved = { $ref: Symbol('leads to nothing in the document') };

  function targetOf($ref: string, passed: readonly string[] = []): unknown {
    const pointer = decodeURIComponent($ref);
    const [start, ...keys] = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const step = (value: unknown, key: string) => (value as JsonObject | undefined)?.[key];
    const target = keys.reduce<unknown>(step, document);
    if (start !== '#' || target === undefined || passed.includes(pointer)) return unresolved;
    return copyOf(target, pointer, [...passed, pointer]);
  }

  function copyOf(value: unknown, pointer: string, passed: readonly string[] = [], isMap = false): unknown {
    if (Array.isArray(value)) return value.map((one, index) => copyOf(one, `${pointer}/${index}`));
    if (typeof value !== 'object' || value === null) return value;
    if (copies.has(pointer)) return copies.get(pointer);
    const isAnnotation = (key: string) => !isMap && (ANNOTATIONS.includes(key) || key.startsWith('x-'));
    const entries = Object.entries(value).filter(([key]) => !isAnnotation(key));
    const { $ref, allOf } = value as JsonObject;
    // The part only stands for another one.
    if (entries.length === 1 && typeof $ref === 'string') return targetOf($ref, passed);
    if (entries.length === 1 && Array.isArray(allOf) && allOf.length === 1) {
      return copyOf(allOf[0], `${pointer}/allOf/0`, passed);
    }
    const copy: JsonObject = {};
    copies.set(pointer, copy);
    pointers.set(copy, pointer);
    for (const [key, child] of entries) {
      const inner = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (isMap) copy[key] = copyOf(child, inner);
      else if (key.startsWith('$')) copy[key] = key === '$ref' ? targetOf(child as string) : unresolved;
      else if (VALUES.includes(key)) copy[key] = child;
      else copy[key] = copyOf(child, inner, [], MAPS.includes(key));
    }
    return copy;
  }

  return copyOf(document, '#') as object;
}
