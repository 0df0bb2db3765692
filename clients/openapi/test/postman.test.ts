import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { serverUnderTest } from '../../../function/harness/server-under-test.ts';
import { openApiDocument } from '../../../function/src/openapi/document.ts';
import { collectionFile, postmanCollection } from '../postman.ts';

type Pair = { key: string; value: string; disabled?: boolean };
type File = { key: string; src: string };
type Body = { mode: string; raw?: string; file?: File; formdata?: File[] };
type Request = { method: string; header: Pair[]; url: { raw: string; variable: Pair[] }; body?: Body };
type Collection = { variable: Pair[]; item: { name: string; item: { name: string; request: Request }[] }[] };

const text = readFileSync(collectionFile, 'utf8');
const groups = (JSON.parse(text) as Collection).item;
const server = serverUnderTest();

it('is what openapi.json says: npx . generate postman', () => expect(text).toBe(postmanCollection()));

it('has every operation', () => {
  const { paths, tags } = openApiDocument('1.2.3');
  const operations = Object.values(paths).flatMap((item) =>
    Object.keys(item).filter((key) => key !== 'parameters'),
  );
  expect(groups.flatMap(({ item }) => item)).toHaveLength(operations.length);
  expect(groups.map(({ name }) => name)).toEqual(tags.map(({ name }) => name));
});

it.each(groups.flatMap(({ item }) => item))('$name answers as Postman sends it', async ({ request }) => {
  const variables = [{ key: '{{baseUrl}}', value: server.url }].concat(
    request.url.variable.map(({ key, value }) => ({ key: `:${key}`, value })),
  );
  const url = variables.reduce((found, { key, value }) => found.replace(key, value), request.url.raw);
  const headers = request.header.filter(({ disabled }) => !disabled).map(({ key, value }) => [key, value]);
  const response = await fetch(url, {
    method: request.method,
    headers: Object.fromEntries(headers),
    ...(request.body && { body: bodyOf(request.body) }),
  });
  expect([response.status, await response.text()]).toEqual([200, expect.any(String)]);
});

function bodyOf({ raw, file, formdata }: Body): string | Buffer | FormData {
  const bytesOf = ({ src }: File) => readFileSync(path.join(path.dirname(collectionFile), src));
  if (raw !== undefined) return raw;
  if (file) return bytesOf(file);
  const form = new FormData();
  for (const one of formdata!) form.append(one.key, new Blob([bytesOf(one)]), path.basename(one.src));
  return form;
}
