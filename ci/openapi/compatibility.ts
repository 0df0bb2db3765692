/** A schema of OpenAPI 3.1, as far as this service's has it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  oneOf?: Schema[];
}

type Content = Record<string, { schema?: Schema }>;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
}

/** What a path takes by its methods, and the parameters of all of them. */
type PathItem = { parameters?: Parameter[] } & Partial<Record<Method, Operation>>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
type Method = (typeof METHODS)[number];

export interface OpenApi {
  info: { version: string };
  paths: Record<string, PathItem>;
  components?: { schemas?: Record<string, Schema> };
}

interface Sides<T> {
  old: T;
  new: T;
}

/**
 * What of a new description would break a client of the old one: it asks for more, or answers with less.
 * New values of an enumeration in an answer (another error's code) are none: clients are told to expect them.
 */
export function breakingChanges(before: OpenApi, after: OpenApi): string[] {
  const changes: string[] = [];
  for (const [path, item] of Object.entries(before.paths)) {
    for (const method of METHODS) {
      const operation = operationOf(item, method);
      if (operation === undefined) continue;
      const where = `${method.toUpperCase()} ${path}`;
      const now = operationOf(after.paths[path], method);
      if (now === undefined) changes.push(`${where} is gone`);
      else
        changes.push(...operationChanges(where, { old: operation, new: now }, { old: before, new: after }));
    }
  }
  return changes;
}

/** With the parameters that its path has for all methods. */
function operationOf(item: PathItem | undefined, method: Method): Operation | undefined {
  const operation = item?.[method];
  return (
    operation && { ...operation, parameters: [...(item?.parameters ?? []), ...(operation.parameters ?? [])] }
  );
}

function operationChanges(where: string, sides: Sides<Operation>, documents: Sides<OpenApi>): string[] {
  return [
    ...parameterChanges(where, sides),
    ...requestChanges(where, sides, documents),
    ...answerChanges(where, sides, documents),
  ];
}

function parameterChanges(where: string, sides: Sides<Operation>): string[] {
  const idOf = (parameter: Parameter) => `${parameter.in} parameter ${parameter.name}`;
  const before = new Map((sides.old.parameters ?? []).map((parameter) => [idOf(parameter), parameter]));
  const now = new Map((sides.new.parameters ?? []).map((parameter) => [idOf(parameter), parameter]));
  return [
    ...[...before.keys()].filter((id) => !now.has(id)).map((id) => `${where}: the ${id} is gone`),
    ...[...now]
      .filter(([id, { required }]) => required && !before.get(id)?.required)
      .map(([id]) => `${where}: the ${id} is required now`),
  ];
}

function requestChanges(where: string, sides: Sides<Operation>, documents: Sides<OpenApi>): string[] {
  const changes: string[] = [];
  if (sides.new.requestBody?.required && !sides.old.requestBody?.required) {
    changes.push(`${where}: a body is required now`);
  }
  for (const [type, { schema }] of Object.entries(sides.old.requestBody?.content ?? {})) {
    const now = sides.new.requestBody?.content[type];
    if (now === undefined) changes.push(`${where}: ${type} is taken no more`);
    // What clients send is read by the new side: the roles are the other way round than in an answer.
    else
      changes.push(
        ...narrowed(`${where} ${type}`, { old: now.schema, new: schema }, swap(documents), 'request'),
      );
  }
  return changes;
}

function answerChanges(where: string, sides: Sides<Operation>, documents: Sides<OpenApi>): string[] {
  const changes: string[] = [];
  for (const [status, { content = {} }] of Object.entries(sides.old.responses)) {
    const now = sides.new.responses[status];
    // An error that does not happen any more breaks nobody.
    if (now === undefined) {
      if (status.startsWith('2')) changes.push(`${where}: the answer ${status} is gone`);
      continue;
    }
    for (const [type, { schema }] of Object.entries(content)) {
      const given = now.content?.[type];
      if (given === undefined) changes.push(`${where} ${status}: ${type} is given no more`);
      else
        changes.push(
          ...narrowed(`${where} ${status}`, { old: schema, new: given.schema }, documents, 'answer'),
        );
    }
  }
  return changes;
}

const swap = <T>({ old, new: now }: Sides<T>): Sides<T> => ({ old: now, new: old });

/**
 * What whoever reads by `old` cannot read of what is written by `new`. Of a request the client writes, and is the old
 * side in the message.
 */
function narrowed(
  where: string,
  sides: Sides<Schema | undefined>,
  documents: Sides<OpenApi>,
  role: 'request' | 'answer',
): string[] {
  const reader = resolve(sides.old, documents.old);
  const writer = resolve(sides.new, documents.new);
  if (reader === undefined || writer === undefined) return [];
  const changes: string[] = [];
  const [before, now] = role === 'answer' ? [reader, writer] : [writer, reader];
  if (kindOf(before) !== kindOf(now)) return [`${where}: was ${kindOf(before)}, is ${kindOf(now)}`];
  for (const name of reader.required ?? []) {
    if (!writer.required?.includes(name)) {
      changes.push(
        `${where}: ${name} ${role === 'answer' ? 'is no longer always there' : 'is required now'}`,
      );
    }
  }
  for (const [name, schema] of Object.entries(writer.properties ?? {})) {
    const known = reader.properties?.[name];
    if (known !== undefined) {
      changes.push(...narrowed(`${where}.${name}`, { old: known, new: schema }, documents, role));
    } else if (role === 'request' && reader.additionalProperties === false) {
      changes.push(`${where}: ${name} is refused now`);
    }
  }
  if (role === 'answer') {
    for (const name of Object.keys(reader.properties ?? {})) {
      const isTold = reader.required?.includes(name);
      if (writer.properties?.[name] === undefined && !isTold) changes.push(`${where}: ${name} is gone`);
    }
  }
  if (role === 'request' && reader.enum) {
    const refused = (writer.enum ?? []).filter((value) => !reader.enum?.includes(value));
    if (refused.length > 0) changes.push(`${where}: ${refused.join(', ')} is refused now`);
  }
  if (reader.items || writer.items) {
    changes.push(...narrowed(`${where}[]`, { old: reader.items, new: writer.items }, documents, role));
  }
  return changes;
}

/** The type in one word; a union is all of its parts. */
function kindOf(schema: Schema): string {
  if (schema.oneOf)
    return schema.oneOf
      .map((part) => part.$ref ?? kindOf(part))
      .sort()
      .join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  return [schema.type ?? 'anything'].flat().sort().join(' or ');
}

function resolve(schema: Schema | undefined, document: OpenApi): Schema | undefined {
  const name = schema?.$ref?.replace('#/components/schemas/', '');
  return name === undefined ? schema : document.components?.schemas?.[name];
}
