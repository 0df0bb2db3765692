import type { Change } from './changes.ts';
import { at, children, type Node, target } from './node.ts';
import { changeAt, type Place, type Sides, unjudged } from './part.ts';

/** Credentials that old clients may use and the new operation does not accept. */
export function securityChanges(operations: Sides, documents: Sides, here: Place): Change[] {
  const before = waysOf(operations.old, documents.old);
  const now = waysOf(operations.new, documents.new);
  return before
    .filter((way) => !now.some((other) => isEnough(way, other)))
    .map((way) => {
      const names = Object.keys(way).join(' and ') || 'no credentials';
      return changeAt(operations.new, here, `requests with ${names} are no longer accepted`);
    });
}

/** The scopes by the name of the scheme. */
type Way = Record<string, string[]>;

/** The alternatives of an operation; without any, it needs no credentials. */
function waysOf(operation: Node, document: Node): Way[] {
  const ways = (at(operation, 'security') ?? at(document, 'security'))?.value as Way[] | undefined;
  return ways === undefined || ways.length === 0 ? [{}] : ways;
}

/** Whether the credentials `has` include those in `needs`. */
const isEnough = (has: Way, needs: Way): boolean =>
  Object.entries(needs).every(
    ([name, scopes]) => name in has && scopes.every((scope) => has[name]!.includes(scope)),
  );

/** Changes of the schemes themselves, as another name of the header of a key. */
export function schemeChanges(documents: Sides, openEnumerations: readonly string[]): Change[] {
  const schemes = (document: Node) => children(at(document, 'components', 'securitySchemes'));
  const now = schemes(documents.new);
  return [...schemes(documents.old)].flatMap(([name, scheme]) => {
    const other = now.get(name);
    // A removed scheme shows in the operations that accepted it.
    if (other === undefined) return [];
    const sides = { old: target(scheme) ?? scheme, new: target(other) ?? other };
    return unjudged(sides, { place: `security scheme ${name}`, openEnumerations }, []);
  });
}
