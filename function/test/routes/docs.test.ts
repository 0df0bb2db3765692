import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { errors } from '../../src/errors.ts';
import { openApiDocument } from '../../src/openapi/document.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

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
