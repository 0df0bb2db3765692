import type { Change } from './changes.ts';
import { at, children, type Node } from './node.ts';
import { changeAt, inside, type Place, partSchemaChanges, type Sides, targets, unjudged } from './part.ts';

/** What the new operation answers and old clients do not expect. New statuses and removed errors break no client. */
export function responseChanges(operations: Sides, here: Place): Change[] {
  const [before, after] = [responsesOf(operations.old), responsesOf(operations.new)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((status) => {
    const place = inside(here, `response ${status}`);
    const [old, now] = [responseOf(status, before), responseOf(status, after)];
    if (old === undefined) return [];
    if (now === undefined) {
      return status.startsWith('2') ? [changeAt(operations.new, place, 'removed')] : [];
    }
    const sides = { old, new: now };
    return [
      ...contentChanges(sides, place),
      ...headerChanges(sides, place),
      ...unjudged(sides, place, ['content', 'headers']),
    ];
  });
}

const responsesOf = (operation: Node) => new Map(targets(at(operation, 'responses')));

/** A range of statuses, or `default`, stands for those without a response of their own. */
function responseOf(status: string, responses: ReadonlyMap<string, Node>): Node | undefined {
  return responses.get(status) ?? responses.get(`${status[0]}XX`) ?? responses.get('default');
}

function contentChanges(responses: Sides, here: Place): Change[] {
  const given = children(at(responses.new, 'content'));
  return [...children(at(responses.old, 'content'))].flatMap(([type, media]) => {
    const place = inside(here, type);
    const now = given.get(type);
    if (now === undefined) return [changeAt(responses.new, place, 'removed')];
    const sides = { old: media, new: now };
    return [...partSchemaChanges(sides, 'response', place), ...unjudged(sides, place, ['schema'])];
  });
}

/** Names of headers are the same in any case. */
function headersOf(response: Node): Map<string, Node> {
  return new Map(
    targets(at(response, 'headers')).map(([name, header]) => [`header ${name.toLowerCase()}`, header]),
  );
}

function headerChanges(responses: Sides, here: Place): Change[] {
  const given = headersOf(responses.new);
  return [...headersOf(responses.old)].flatMap(([name, header]) => {
    const place = inside(here, name);
    const now = given.get(name);
    if (now === undefined) return [changeAt(responses.new, place, 'removed')];
    const sides = { old: header, new: now };
    const mayMiss = at(header, 'required')?.value === true && at(now, 'required')?.value !== true;
    return [
      ...(mayMiss ? [changeAt(now, place, 'no longer always present')] : []),
      ...partSchemaChanges(sides, 'response', place),
      ...unjudged(sides, place, ['required', 'schema']),
    ];
  });
}
