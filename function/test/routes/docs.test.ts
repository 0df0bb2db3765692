import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { errors } from '../../src/errors.ts';
import { openApiDocument } from '../../src/openapi/document.ts';
import { expectValid, fetchDocumented, type Json, jsonOf } from '../helpers/documented.ts';

describe('GET /openapi.json', () => {
  it('describes every path that is served, and only those', async () => {
    const { url } = await appUnderTest();
    const document = await jsonOf(await fetchDocumented(url, '/openapi.json'));
    expect(document.openapi).toBe('3.1.0');
    for (const [path, operations] of Object.entries<object>(document.paths)) {
      const there = path.replace('{model_name}', 'cats-vs-dogs').replace('{model_version}', '1.0.0');
      const allow = (await fetch(url + there, { method: 'OPTIONS' })).headers.get('allow');
      for (const method of Object.keys(operations).filter((key) => key !== 'parameters')) {
        expect(allow, path).toContain(method.toUpperCase());
      }
    }
  });

  const document = openApiDocument('1.2.3') as Json;
  const operations = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    ['get', 'post'].flatMap((method) =>
      method in item ? [{ name: `${method.toUpperCase()} ${path}`, operation: item[method] as Json }] : [],
    ),
  );

  it('has a name of its own for each operation, as generators make functions of them', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(new Set(ids).size).toBe(operations.length);
  });

  it.each(operations)(
    '$name has a group, a summary, and examples of all that it answers',
    ({ operation }) => {
      const groups = document.tags.map(({ name }: Json) => name);
      expect(operation.tags).toHaveLength(1);
      expect(groups).toContain(operation.tags[0]);
      expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
      const bodies = [operation.requestBody, ...Object.values<Json>(operation.responses)];
      for (const [type, media] of bodies.flatMap((body) => Object.entries<Json>(body?.content ?? {}))) {
        // Of the document itself it stands around it; a page and a photo are no text to read.
        if (!/[/+]json$/.test(type) || operation.operationId === 'getOpenApi') continue;
        const found = Object.values<Json>(media.examples ?? { only: { value: media.example } });
        for (const example of found) expectValid(media.schema, exampleOf(example).value);
      }
    },
  );

  it.each(operations)('$name shows each of its errors', ({ operation }) => {
    const failures = Object.entries<Json>(operation.responses).filter(([status]) => Number(status) >= 400);
    expect(failures.length).toBeGreaterThan(0);
    for (const [status, { description, content }] of failures) {
      const [{ examples }] = Object.values<Json>(content) as [Json];
      const codes = [...description.matchAll(/`(\w+)`: /g)].map(([, code]) => code);
      expect(Object.keys(examples)).toEqual(codes);
      for (const [code, example] of Object.entries<Json>(examples)) {
        const { value } = exampleOf(example);
        expect('error' in value || value.code === code).toBe(true);
        if ('status' in value) expect(value.status).toBe(Number(status));
      }
    }
  });

  it('tells clients how much a batch may have', async () => {
    const { url } = await appUnderTest({ env: { MAX_BATCH_PHOTOS: '7', MAX_BATCH_BYTES: '12345' } });
    const { paths } = await jsonOf(await fetch(`${url}/openapi.json`));
    expect(paths['/predict/batch'].post['x-limits']).toEqual({ photos: 7, bytes: 12345 });
  });

  /** The example itself, where the document refers to it. */
  function exampleOf(example: Json): Json {
    const name = /^#\/components\/examples\/(\w+)$/.exec(example.$ref)?.[1];
    return name === undefined ? example : document.components.examples[name];
  }

  it('names every error code, and refers only to schemas that are there', () => {
    const document = openApiDocument('1.2.3');
    const text = JSON.stringify(document);
    expect(document.components.schemas.Problem.properties.code.enum).toEqual(Object.keys(errors));
    const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]);
    expect(new Set(names)).toEqual(new Set(Object.keys(document.components.schemas)));
  });
});

describe('GET /docs', () => {
  it('loads nothing from elsewhere, and everything that it loads is there', async () => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/docs');
    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'",
    );
    const page = await response.text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(assets).toHaveLength(4);
    for (const asset of assets) {
      expect(asset).toMatch(/^\/docs\//);
      expect((await fetch(url + asset)).status, asset).toBe(200);
    }
    expect(page).not.toMatch(/<script>|https?:/);
  });

  it('is not sent again to who has it', async () => {
    const { url } = await appUnderTest();
    const first = await fetch(`${url}/docs/swagger-ui.css`);
    const etag = first.headers.get('etag')!;
    expect(first.headers.get('cache-control')).toMatch(/max-age=\d+/);
    const again = await fetch(`${url}/docs/swagger-ui.css`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});
