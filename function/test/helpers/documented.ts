import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { openApiDocument } from '../../src/openapi/document.ts';

// biome-ignore lint/suspicious/noExplicitAny: the schemas have the word on shapes
export type Json = Record<string, any>;

const document = openApiDocument('1.2.3') as Json;
const ajv = new Ajv2020({ strict: false, allErrors: true });
for (const format of ['binary', 'uri', 'uri-reference']) ajv.addFormat(format, true);
ajv.addSchema({ $id: 'openapi', components: document.components });

const inDocument = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components'));

/** What is documented of a path, also where variables stand in it. */
function documentedPath(path: string): Json | undefined {
  if (path in document.paths) return document.paths[path];
  const template = Object.keys(document.paths).find((known) =>
    new RegExp(`^${known.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  return template === undefined ? undefined : document.paths[template];
}

/** Fails unless openapi.json describes this answer: its status, its type and every field of its body. */
export async function expectDocumented(method: string, path: string, response: Response): Promise<void> {
  const body = await response.clone().text();
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const where = `${method} ${path} -> ${response.status} ${type}`;
  const operation = documentedPath(path)?.[method.toLowerCase()];
  expect(operation, `${where}: the operation is documented`).toBeDefined();
  const described = operation.responses[String(response.status)];
  expect(described, `${where}: the status is documented`).toBeDefined();
  const content = described.content?.[type];
  expect(content, `${where}: the type is documented`).toBeDefined();
  expect(response.headers.get('x-request-id'), `${where}: has an X-Request-Id`).toBeTruthy();
  const value = /[/+]json$/.test(type) ? JSON.parse(body) : body;
  expectValid(content.schema, value, where);
}

/** Fails unless a schema of openapi.json allows the value. */
export function expectValid(schema: Json, value: unknown, where?: string): void {
  const valid = ajv.validate(inDocument(schema), value);
  expect(valid ? [] : ajv.errors, where).toEqual([]);
}

/** fetch, with its answer checked against openapi.json. */
export async function fetchDocumented(base: string, path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(base + path, init);
  await expectDocumented(init.method ?? 'GET', path, response);
  return response;
}

/** The JSON of an answer, whose shape openapi.json has the word on. */
export async function jsonOf(response: Response): Promise<Json> {
  return (await response.json()) as Json;
}
