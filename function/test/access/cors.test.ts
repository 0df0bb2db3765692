import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { plainJpeg } from '../../harness/pictures.ts';

const ORIGIN = 'https://shelter.example';
const photo = new Uint8Array(await plainJpeg());
const preflight = { method: 'OPTIONS', headers: { origin: ORIGIN, 'access-control-request-method': 'POST' } };
const predict = (origin: string) => ({
  method: 'POST',
  body: photo,
  headers: { origin, 'content-type': 'image/jpeg' },
});

/** The headers of CORS in an answer. */
const corsOf = ({ headers }: Response) =>
  [...headers.keys()].filter((name) => name.startsWith('access-control-'));

describe('CORS', () => {
  it('is off by default', async () => {
    const { url } = await appUnderTest();
    expect(corsOf(await fetch(`${url}/predict`, predict(ORIGIN)))).toEqual([]);
    expect(corsOf(await fetch(`${url}/predict`, preflight))).toEqual([]);
  });

  it('lets the pages of an allowed origin ask and read, errors too', async () => {
    const { url } = await appUnderTest({ env: { CORS_ALLOWED_ORIGINS: `https://other.example, ${ORIGIN}` } });
    const asked = await fetch(`${url}/predict`, preflight);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(asked.headers.get('access-control-allow-headers')).toContain('inference-header-content-length');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    expect(asked.headers.get('vary')).toBe('Origin');
    for (const response of [
      await fetch(`${url}/predict`, predict(ORIGIN)),
      await fetch(`${url}/predict`, { ...predict(ORIGIN), body: 'no photo' }),
      await fetch(`${url}/nowhere`, { headers: { origin: ORIGIN } }),
    ]) {
      expect(response.headers.get('access-control-allow-origin'), response.url).toBe(ORIGIN);
      const exposed = response.headers.get('access-control-expose-headers');
      expect(exposed).toContain('x-request-id');
      expect(exposed).toContain('inference-header-content-length');
    }
  });

  it.each([
    'https://evil.example',
    `${ORIGIN}.evil.example`,
    `${ORIGIN}:8443`,
    'http://shelter.example',
    'null',
  ])('lets no page of %s read', async (origin) => {
    const { url } = await appUnderTest({ env: { CORS_ALLOWED_ORIGINS: ORIGIN } });
    const response = await fetch(`${url}/predict`, predict(origin));
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('lets every page read with *', async () => {
    const { url } = await appUnderTest({ env: { CORS_ALLOWED_ORIGINS: '*' } });
    const response = await fetch(`${url}/predict`, predict('https://any.example'));
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});
