import { type Change, lines } from './changes.ts';
import { at, children, type Node, rootOf, target } from './node.ts';
import { changeAt, type Sides, unjudged } from './part.ts';
import { bodyChanges, parameterChanges } from './request.ts';
import { responseChanges } from './response.ts';
import { schemeChanges, securityChanges } from './security.ts';

/** What this project reads of an OpenAPI document; the comparison takes any of OpenAPI 3.1. */
export interface OpenApi {
  info: { version: string };
  paths: object;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * Changes that break a client of the old description: the service asks for more or answers with less. A difference that
 * cannot be judged is in the list, too.
 * @param openEnumerations JSON pointers to the enumerations to which responses may add values
 * @returns one line a change: the operation, the place in it, what broke, and the JSON pointer to it
 */
export function breakingChanges(
  before: OpenApi,
  after: OpenApi,
  openEnumerations: readonly string[] = [],
): string[] {
  const documents = { old: rootOf(before), new: rootOf(after) };
  const known = ['openapi', 'info', 'paths', 'components', 'security'];
  return lines([
    ...unjudged(documents, { place: 'all operations', openEnumerations }, known),
    ...schemeChanges(documents, openEnumerations),
    ...[...children(at(documents.old, 'paths'))].flatMap(([path, item]) =>
      pathChanges(path, target(item) ?? item, documents, openEnumerations),
    ),
  ]);
}

function pathChanges(
  path: string,
  item: Node,
  documents: Sides,
  openEnumerations: readonly string[],
): Change[] {
  const found = at(documents.new, 'paths', path);
  const now = found && (target(found) ?? found);
  const operations = METHODS.flatMap((method) => {
    const here = { place: `${method.toUpperCase()} ${path}`, openEnumerations };
    const [before, after] = [at(item, method), at(now, method)];
    if (before === undefined) return [];
    if (after === undefined) return [changeAt(before, here, 'removed')];
    const sides = { old: before, new: after };
    return [
      ...parameterChanges(sides, { old: item, new: now! }, here),
      ...bodyChanges(sides, here),
      ...responseChanges(sides, here),
      ...securityChanges(sides, documents, here),
      ...unjudged(sides, here, ['operationId', 'parameters', 'requestBody', 'responses', 'security']),
    ];
  });
  const here = { place: `all methods of ${path}`, openEnumerations };
  return now
    ? [...operations, ...unjudged({ old: item, new: now }, here, ['parameters', ...METHODS])]
    : operations;
}
