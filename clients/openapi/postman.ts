// Writes a Postman collection from the function's description of itself: npx . generate postman.
import path from 'node:path';
import { openApiDocument } from '../../function/src/openapi/document.ts';

export const collectionFile = path.join(import.meta.dirname, 'cats-vs-dogs.postman_collection.json');

/** From the folder of the collection; in Postman, the working directory of its settings. */
const SAMPLE = '../../function/samples/chelsea.png';

type Parameter = { name: string; in: 'header' | 'path' | 'query'; description: string; example?: string };
type Media = { example?: unknown; schema: { properties?: { file?: { type: string } } } };
type Operation = {
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  security?: object[];
};
type Document = {
  info: { title: string; description: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>;
};

/** Postman's format 2.1, which Bruno, Insomnia and Hoppscotch import: one request for each operation, by group. */
export function postmanCollection(): string {
  const { info, tags, paths } = openApiDocument('0.0.0') as unknown as Document;
  const requests = Object.entries(paths).flatMap(([path, { parameters = [], ...operations }]) =>
    Object.entries(operations as Record<string, Operation>).map(([method, operation]) => ({
      tag: operation.tags[0],
      name: `${operation.summary}: ${path}`,
      request: requestOf(method, path, operation, [...parameters, ...(operation.parameters ?? [])]),
    })),
  );
  const collection = {
    info: {
      name: info.title,
      description: info.description,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: [
      { key: 'baseUrl', value: 'http://localhost:8080' },
      { key: 'apiKey', value: '' },
    ],
    item: tags.map(({ name }) => ({
      name,
      item: requests.filter(({ tag }) => tag === name).map(({ tag: _, ...item }) => item),
    })),
  };
  return `${JSON.stringify(collection, null, 2)}\n`;
}

function requestOf(method: string, path: string, operation: Operation, parameters: Parameter[]) {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const body = media && bodyOf(type!, media);
  const places = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
  const query = places('query').map(({ name, description }) => ({
    key: name,
    value: 'true',
    description,
    disabled: true,
  }));
  const segments = path
    .slice(1)
    .replaceAll(/\{(\w+)\}/g, ':$1')
    .split('/');
  return {
    method: method.toUpperCase(),
    description: operation.description ?? operation.summary,
    header: [
      ...(body?.type ? [{ key: 'Content-Type', value: body.type }] : []),
      ...places('header').map(({ name, description, example }) => ({
        key: name,
        value: example ?? '',
        description,
        disabled: example === undefined,
      })),
      ...(operation.security ? [{ key: 'X-API-Key', value: '{{apiKey}}', disabled: true }] : []),
    ],
    url: {
      raw: `{{baseUrl}}/${segments.join('/')}`,
      host: ['{{baseUrl}}'],
      path: segments,
      ...(query.length > 0 && { query }),
      variable: places('path').map(({ name, description, example }) => ({
        key: name,
        value: example,
        description,
      })),
    },
    ...(body && { body: body.body }),
  };
}

/** The sample for a photo, the example for JSON. Postman itself sets the type of a form, for it knows its boundary. */
function bodyOf(type: string, { example, schema }: Media) {
  if (type === 'multipart/form-data') {
    const file = { key: 'file', type: 'file', src: SAMPLE };
    const isList = schema.properties?.file?.type === 'array';
    return { body: { mode: 'formdata', formdata: isList ? [file, file] : [file] } };
  }
  if (type === 'image/*') return { type: 'image/png', body: { mode: 'file', file: { src: SAMPLE } } };
  const raw = JSON.stringify(example, null, 2);
  return { type, body: { mode: 'raw', raw, options: { raw: { language: 'json' } } } };
}
