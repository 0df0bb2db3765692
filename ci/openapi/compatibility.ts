import { isDeepStrictEqual } from 'node:util';
import { pointerOf, resolved } from './document.ts';
import type { Schema } from './keywords.ts';
import { type Change, type Context, mayMiss, schemaChanges, unjudged } from './schema.ts';

/** What this project reads of an OpenAPI 3.1 document elsewhere. */
export interface OpenApi {
  info: { version: string };
  paths: object;
}

type Document = {
  paths: Record<string, PathItem>;
  components?: { securitySchemes?: Parts };
  security?: object[];
};

type PathItem = { parameters?: Part[] } & { [method: string]: Operation | undefined };

type Operation = { parameters?: Part[]; requestBody?: Part; responses?: Parts; security?: object[] };

/** What a client or the service sends: a parameter, a header, a body, a response, or a media type of these. */
type Part = {
  name?: string;
  in?: string;
  required?: boolean;
  schema?: Schema;
  content?: Parts;
  headers?: Parts;
};

type Parts = Record<string, Part>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * Changes that break a client of the old description: the service asks for more or answers with less. A difference that
 * the gate cannot judge is in the list, too.
 * @param openEnumerations JSON pointers to the enumerations to which responses may add values
 * @returns one line a change: the operation, the place in it, what broke, and the JSON pointer to it
 */
export function breakingChanges(before: OpenApi, after: OpenApi, openEnumerations: string[] = []): string[] {
  const [old, now] = [resolved(before) as Document, resolved(after) as Document];
  const start = { direction: 'request', field: '', pointer: '#', openEnumerations, around: [] } as const;
  const at = (place: string, part: object): Context => ({ ...start, place, pointer: pointerOf(part)! });
  const { securitySchemes: schemes = {} } = old.components ?? {};
  const added = Object.keys(now.components?.securitySchemes ?? {}).filter((name) => !schemes[name]);
  return lines([
    ...unjudged(old, now, at('all operations', now), ['openapi', 'info', 'paths', 'components', 'security']),
    ...unjudged(schemes, now.components?.securitySchemes ?? {}, at('security schemes', now), added),
    ...Object.entries(old.paths).flatMap(([path, item]) => {
      const found = now.paths[path] ?? {};
      const operations = METHODS.filter((method) => item[method]).flatMap((method) => {
        const [operation, counterpart] = [item[method]!, found[method]];
        const here = at(`${method.toUpperCase()} ${path}`, counterpart ?? operation);
        if (!counterpart) return [{ here, what: 'removed' }];
        return [
          ...partChanges(partsOf(operation, item), partsOf(counterpart, found), here),
          ...securityChanges(operation.security ?? old.security, counterpart.security ?? now.security, here),
          ...unjudged(operation, counterpart, here, ['parameters', 'requestBody', 'responses', 'security']),
        ];
      });
      const here = at(`all methods of ${path}`, item);
      return [...operations, ...unjudged(item, found, here, ['parameters', ...METHODS])];
    }),
  ]);
}

/** Credentials that old clients may use and the new operation does not accept. An empty list asks for none. */
function securityChanges(old: object[] = [], now: object[] = [], here: Context): Change[] {
  const isAccepted = (way: object) => now.some((other) => isDeepStrictEqual(way, other));
  if (now.length === 0 || isAccepted({})) return [];
  const ways = (old.length === 0 ? [{}] : old).filter((way) => !isAccepted(way));
  const names = ways.map((way) => Object.keys(way).join(' and ') || 'no credentials');
  return names.map((name) => ({ here, what: `requests with ${name} are no longer accepted` }));
}

/** A parameter of the operation replaces one of the path. */
function partsOf({ parameters = [], requestBody, responses }: Operation, item: PathItem): Parts {
  const all = [...(item.parameters ?? []), ...parameters];
  return {
    ...Object.fromEntries(all.map((parameter) => [`${parameter.in} parameter ${parameter.name}`, parameter])),
    ...(requestBody && { request: requestBody }),
    ...named('response', responses),
  };
}

const named = (kind: string, parts: Parts = {}): Parts =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [`${kind} ${name}`, part]));

/** A part, or a wider one that stands for it: `default` for a status, `image/*` in requests for a media type. */
function find(name: string, parts: Parts, direction: Context['direction']): Part | undefined {
  const [request, status] = [name.replace(/\/.*/, '/*'), name.replace(/^(response .)../, '$1XX')];
  const wider = direction === 'request' ? [request, '*/*'] : [status, 'response default'];
  return [name, ...wider].map((one) => parts[one]).find((part) => part);
}

const partsIn = ({ content, headers }: Part): Parts => ({ ...content, ...named('header', headers) });

function partChanges(before: Parts, after: Parts, context: Context): Change[] {
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const isStatus = name.startsWith('response ');
    const direction = isStatus ? 'response' : context.direction;
    const inside: Context = { ...context, direction, place: `${context.place}, ${name}` };
    const [old, now] = [find(name, before, direction), find(name, after, direction)];
    // Clients do not rely on errors.
    if (!now) return isStatus && !name.startsWith('response 2') ? [] : [{ here: inside, what: 'removed' }];
    const here = { ...inside, pointer: pointerOf(now)! };
    const [writer, reader] = direction === 'request' ? [old, now] : [now, old];
    const missing = reader?.required && !writer?.required ? [mayMiss(here)] : [];
    if (!writer || !reader) return missing;
    return [
      ...missing,
      ...schemaChanges(writer.schema ?? true, reader.schema ?? true, here),
      ...partChanges(partsIn(old!), partsIn(now), here),
      ...unjudged(writer, reader, here, ['name', 'in', 'required', 'schema', 'content', 'headers']),
    ];
  });
}

/** One line a change. Operations share schemas: a change of a shared schema is one line, with its first place. */
function lines(changes: readonly Change[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const { here, what } of changes) {
    const text = `${what} (${here.pointer}`;
    const place = here.field === '' ? here.place : `${here.place}, field ${here.field}`;
    places.set(text, (places.get(text) ?? new Set()).add(place));
  }
  return [...places].map(([text, all]) => {
    const [first] = all;
    return `${first}: ${text}${all.size > 1 ? `, in ${all.size} places` : ''})`;
  });
}
