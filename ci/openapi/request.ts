import { type Change, spelled } from './changes.ts';
import { at, children, type Node, target } from './node.ts';
import { changeAt, inside, type Place, partSchemaChanges, type Sides, targets, unjudged } from './part.ts';

/**
 * What old clients send in parameters and the new operation does not accept.
 * @param items the path items of the operations, whose parameters they share
 */
export function parameterChanges(operations: Sides, items: Sides, here: Place): Change[] {
  const before = parametersOf(operations.old, items.old);
  const now = parametersOf(operations.new, items.new);
  const gone = [...before.keys()]
    .filter((id) => !now.has(id))
    .map((id) => changeAt(operations.new, inside(here, id), 'removed'));
  return [
    ...gone,
    ...[...now].flatMap(([id, parameter]) => {
      const place = inside(here, id);
      const old = before.get(id);
      const isNewlyRequired = isTrue(parameter, 'required') && !(old && isTrue(old, 'required'));
      return [
        ...(isNewlyRequired ? [changeAt(parameter, place, 'required now')] : []),
        ...(old ? valueChanges({ old, new: parameter }, place) : []),
      ];
    }),
  ];
}

const isTrue = (node: Node, key: string) => at(node, key)?.value === true;

/** By place and name; names of headers are the same in any case. */
function parametersOf(operation: Node, item: Node): Map<string, Node> {
  const all = [...targets(at(item, 'parameters')), ...targets(at(operation, 'parameters'))];
  return new Map(
    all.map(([, parameter]) => {
      const [place, name] = ['in', 'name'].map((key) => String(at(parameter, key)?.value));
      return [`${place} parameter ${place === 'header' ? name!.toLowerCase() : name}`, parameter];
    }),
  );
}

function valueChanges(sides: Sides, here: Place): Change[] {
  const [old, now] = [spellingOf(sides.old), spellingOf(sides.new)];
  const spelling = Object.keys(old).filter((key) => old[key] !== now[key]);
  return [
    ...spelling.map((key) =>
      changeAt(sides.new, here, `${key} is ${spelled(now[key])}, was ${spelled(old[key])}`),
    ),
    ...partSchemaChanges(sides, 'request', here),
    ...unjudged(sides, here, ['name', 'in', 'required', 'schema', ...Object.keys(old)]),
  ];
}

/** How the value of a parameter is written in the request, with the defaults of OpenAPI. */
function spellingOf(parameter: Node): Record<string, unknown> {
  const given = (key: string) => at(parameter, key)?.value;
  const style = given('style') ?? (/^(query|cookie)$/.test(String(given('in'))) ? 'form' : 'simple');
  return {
    style,
    explode: given('explode') ?? style === 'form',
    allowReserved: given('allowReserved') ?? false,
    allowEmptyValue: given('allowEmptyValue') ?? false,
  };
}

/** What old clients send as body and the new operation does not accept. */
export function bodyChanges(operations: Sides, here: Place): Change[] {
  const bodyOf = (operation: Node) => {
    const body = at(operation, 'requestBody');
    return body && (target(body) ?? body);
  };
  const [old, now] = [bodyOf(operations.old), bodyOf(operations.new)];
  const changes: Change[] = [];
  if (now && isTrue(now, 'required') && !(old && isTrue(old, 'required'))) {
    changes.push(changeAt(now, here, 'a body is required now'));
  }
  const [sent, accepted] = [children(at(old, 'content')), children(at(now, 'content'))];
  for (const type of new Set([...sent.keys(), ...accepted.keys()])) {
    const place = inside(here, `request ${type}`);
    const [media, counterpart] = [mediaOf(type, sent), mediaOf(type, accepted)];
    if (media === undefined) continue;
    if (counterpart === undefined) {
      changes.push(changeAt(now ?? operations.new, place, 'no longer accepted'));
      continue;
    }
    const sides = { old: media, new: counterpart };
    changes.push(...partSchemaChanges(sides, 'request', place), ...unjudged(sides, place, ['schema']));
  }
  return old && now ? [...changes, ...unjudged({ old, new: now }, here, ['content', 'required'])] : changes;
}

/** A range, as `image/*`, accepts each of its media types. */
function mediaOf(type: string, content: ReadonlyMap<string, Node>): Node | undefined {
  return content.get(type) ?? content.get(`${type.split('/')[0]}/*`) ?? content.get('*/*');
}
