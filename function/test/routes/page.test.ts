import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { fetchDocumented } from '../helpers/documented.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('GET /', () => {
  it.each([
    [BROWSER, 'text/html'],
    ['text/html', 'text/html'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/json,text/html;q=0.9', 'application/json'],
    ['image/png', 'application/json'],
    ['text/html;q=0', 'application/json'],
  ])('answers "%s" with %s', async (accept, type) => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/', { headers: { accept } });
    expect(response.headers.get('content-type')).toMatch(new RegExp(`^${type}(;|$)`));
    expect(response.headers.get('vary')).toBe('Accept');
  });

  it('lets the page load what is served here, and nothing else', async () => {
    const { url } = await appUnderTest();
    const response = await fetch(url, { headers: { accept: BROWSER } });
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    const page = await response.text();
    expect(page).not.toMatch(/<script>|<style|style="|https?:/);
    const parts = [...page.matchAll(/(?:src|href)="(web\/[^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(parts)).toEqual(new Set(['web/icon.svg', 'web/page.css', 'web/page.js']));
    for (const part of [...parts, 'model', 'docs'])
      expect((await fetch(`${url}/${part}`)).status, part).toBe(200);
  });

  it.each(['/', '/web/page.js', '/web/page.css'])('does not send %s again to who has it', async (path) => {
    const { url } = await appUnderTest();
    const headers = { accept: BROWSER };
    const etag = (await fetch(url + path, { headers })).headers.get('etag')!;
    const again = await fetch(url + path, { headers: { ...headers, 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('cache-control')).toBe('no-cache');
  });
});
