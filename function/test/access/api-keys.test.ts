import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AppUnderTest, appUnderTest } from '../../harness/app-under-test.ts';
import { MULTIPART, multipart } from '../../harness/corpus/multipart.ts';
import { plainJpeg } from '../../harness/pictures.ts';
import { parseApiKeys } from '../../src/access/api-keys.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

const photo = await plainJpeg();
const lineOf = (name: string, key: string) => `${name}:${createHash('sha256').update(key).digest('hex')}`;

async function withKeys(env: Record<string, string> = {}): Promise<AppUnderTest & { keysFile: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'api-keys-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const keysFile = path.join(folder, 'keys');
  await writeFile(
    keysFile,
    `# who asks\n\n${lineOf('shelter', 'secret-1')}\n${lineOf('clinic', 'secret-2')}\n`,
  );
  return { ...(await appUnderTest({ env: { API_KEYS_FILE: keysFile, ...env } })), keysFile };
}

const predict = (headers: Record<string, string>) => ({
  method: 'POST',
  body: new Uint8Array(photo),
  headers: { 'content-type': 'image/jpeg', ...headers },
});

describe('with API keys', () => {
  it.each([
    ['as a bearer token', { authorization: 'Bearer secret-2' }],
    ['in lower case', { authorization: 'bearer secret-2' }],
    ['in X-API-Key', { 'x-api-key': 'secret-2' }],
  ])('a photo with a key %s is judged, and the log has its name', async (_, headers) => {
    const { url, log, logged } = await withKeys();
    const response = await fetchDocumented(url, '/predict', predict(headers as Record<string, string>));
    expect(response.status).toBe(200);
    expect(await logged(response.headers.get('x-request-id')!)).toMatchObject({ client: 'clinic' });
    expect(JSON.stringify(log)).not.toContain('secret');
  });

  it.each([
    ['no key', {}],
    ['an unknown key', { authorization: 'Bearer secret-3' }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['the beginning of a key', { 'x-api-key': 'secret-' }],
    ['the hash of a key', { 'x-api-key': lineOf('', 'secret-1').slice(1) }],
    ['a name', { 'x-api-key': 'shelter' }],
    ['another scheme', { authorization: `Basic ${Buffer.from('shelter:secret-1').toString('base64')}` }],
    ['two keys', { 'x-api-key': 'secret-1, secret-2' }],
  ])('%s is refused with 401 before the body is read', async (_, headers) => {
    const { url, log } = await withKeys();
    const response = await fetchDocumented(url, '/predict', predict(headers as Record<string, string>));
    expect([response.status, (await jsonOf(response)).code]).toEqual([401, 'api_key_required']);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="cats-vs-dogs"/);
    expect(JSON.stringify(log)).not.toContain('secret');
  });

  it('everything that takes no photo stays open', async () => {
    const { url } = await withKeys();
    for (const open of ['/', '/health', '/ready', '/metrics', '/openapi.json', '/docs']) {
      expect((await fetch(url + open)).status, open).toBe(200);
    }
    const batch = { method: 'POST', headers: { 'content-type': MULTIPART }, body: 'x' };
    expect((await fetchDocumented(url, '/predict/batch', batch)).status).toBe(401);
  });

  it('a key that is taken out of the file is refused soon after, and a wrong file changes nothing', async () => {
    const { url, keysFile, log } = await withKeys();
    const statusOf = async (key: string) =>
      (await fetch(`${url}/predict`, predict({ 'x-api-key': key }))).status;
    await writeFile(keysFile, lineOf('clinic', 'secret-2'));
    await expect.poll(() => statusOf('secret-1'), { timeout: 12_000, interval: 250 }).toBe(401);
    expect(await statusOf('secret-2')).toBe(200);
    await writeFile(keysFile, 'secret-4');
    await expect
      .poll(() => log.some(({ message }) => message === 'API keys stay as they were'), { timeout: 12_000 })
      .toBe(true);
    expect(await statusOf('secret-2')).toBe(200);
    expect(JSON.stringify(log)).not.toContain('secret');
  }, 30_000);

  const reloads = async (url: string) =>
    /^api_keys_last_reload_successful (\d)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1];

  it.each<[string, (file: string) => Promise<void>]>([
    ['that is empty', (file) => writeFile(file, '')],
    ['of comments alone', (file) => writeFile(file, '# none\n\n')],
    ['that is deleted', (file) => rm(file)],
  ])(
    'a file %s takes all keys back, until there is one with keys again',
    async (_, change) => {
      const { url, keysFile, log } = await withKeys();
      const statusOf = async (key: string) =>
        (await fetch(`${url}/predict`, predict({ 'x-api-key': key }))).status;
      expect(await statusOf('secret-1')).toBe(200);
      await change(keysFile);
      await expect.poll(() => statusOf('secret-1'), { timeout: 12_000, interval: 100 }).toBe(401);
      expect(await statusOf('secret-2')).toBe(401);
      expect(log).toContainEqual(expect.objectContaining({ level: 'warn', keys: 0 }));
      expect(await reloads(url)).toBe('1');
      await writeFile(keysFile, lineOf('clinic', 'secret-2'));
      await expect.poll(() => statusOf('secret-2'), { timeout: 12_000, interval: 100 }).toBe(200);
    },
    30_000,
  );

  it.each<[string, (file: string) => Promise<void>]>([
    ['with a wrong line', (file) => writeFile(file, `${lineOf('clinic', 'secret-2')}\nsecret-4\n`)],
    ['of bytes', (file) => writeFile(file, Buffer.alloc(1000, 0x9f))],
    ['that cannot be read', (file) => rm(file).then(() => mkdir(file))],
  ])(
    'a file %s changes nothing, which a metric and the log say',
    async (_, change) => {
      const { url, keysFile, log } = await withKeys();
      const statusOf = async (key: string) =>
        (await fetch(`${url}/predict`, predict({ 'x-api-key': key }))).status;
      expect(await reloads(url)).toBe('1');
      await change(keysFile);
      await expect.poll(() => reloads(url), { timeout: 12_000, interval: 100 }).toBe('0');
      expect([await statusOf('secret-1'), await statusOf('secret-2')]).toEqual([200, 200]);
      expect(log).toContainEqual(
        expect.objectContaining({ level: 'error', message: 'API keys stay as they were' }),
      );
      expect(JSON.stringify(log)).not.toContain('secret');
      await rm(keysFile, { recursive: true });
      await writeFile(keysFile, lineOf('shelter', 'secret-5'));
      await expect.poll(() => reloads(url), { timeout: 12_000, interval: 100 }).toBe('1');
      expect([await statusOf('secret-1'), await statusOf('secret-5')]).toEqual([401, 200]);
    },
    30_000,
  );

  it('keys in a Secret that is mounted change when Kubernetes swaps its folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'api-keys-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    // keys -> ..data/keys, and ..data -> a folder of one version: so the kubelet mounts a Secret.
    const publish = async (version: string, text: string) => {
      await mkdir(path.join(folder, version));
      await writeFile(path.join(folder, version, 'keys'), text);
      await symlink(version, path.join(folder, '..data_tmp'));
      await rename(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
    };
    await publish('..1', lineOf('shelter', 'secret-1'));
    const keysFile = path.join(folder, 'keys');
    await symlink('..data/keys', keysFile);
    const { url } = await appUnderTest({ env: { API_KEYS_FILE: keysFile } });
    const statusOf = async (key: string) =>
      (await fetch(`${url}/predict`, predict({ 'x-api-key': key }))).status;
    expect([await statusOf('secret-1'), await statusOf('secret-2')]).toEqual([200, 401]);
    await publish('..2', lineOf('clinic', 'secret-2'));
    await rm(path.join(folder, '..1'), { recursive: true });
    await expect.poll(() => statusOf('secret-2'), { timeout: 12_000, interval: 100 }).toBe(200);
    expect(await statusOf('secret-1')).toBe(401);
  }, 30_000);

  it.each([
    ['a key that is not hashed', 'shelter:secret'],
    ['no name', `:${'0'.repeat(64)}`],
    ['a name twice', `${lineOf('a', 'x')}\n${lineOf('a', 'y')}`],
    ['nothing', '# none\n'],
  ])('a file with %s stops the start, without a word of what stands in it', (_, text) => {
    expect(() => parseApiKeys(text)).toThrow(/^API_KEYS_FILE/);
    expect(() => parseApiKeys(text)).not.toThrow(/secret/);
  });

  it('a file that is not there stops the start', async () => {
    await expect(appUnderTest({ env: { API_KEYS_FILE: '/nowhere/keys' } })).rejects.toThrow(
      'API_KEYS_FILE cannot be read: ENOENT',
    );
  });
});

describe('with a limit', () => {
  const limits = { RATE_LIMIT_PHOTOS: '3', RATE_LIMIT_WINDOW_SECONDS: '30' };

  it('a key has its photos and not one more, and another key its own', async () => {
    const { url } = await withKeys(limits);
    const ask = (key: string) => fetchDocumented(url, '/predict', predict({ 'x-api-key': key }));
    for (const left of [2, 1, 0]) {
      const { status, headers } = await ask('secret-1');
      expect([status, headers.get('ratelimit-policy')]).toEqual([200, '"photos";q=3;w=30']);
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"photos";r=${left};t=(29|30)$`));
    }
    const refused = await ask('secret-1');
    expect([refused.status, (await jsonOf(refused)).code]).toEqual([429, 'rate_limited']);
    expect(refused.headers.get('retry-after')).toMatch(/^(29|30)$/);
    expect(refused.headers.get('ratelimit')).toMatch(/^"photos";r=0;t=/);
    expect((await ask('secret-2')).status).toBe(200);
  });

  it('each photo of a batch counts', async () => {
    const { url } = await withKeys(limits);
    const parts = new Array(5).fill({ name: 'file', filename: 'a.jpg', data: photo });
    const response = await fetchDocumented(url, '/predict/batch', {
      method: 'POST',
      headers: { 'content-type': MULTIPART, 'x-api-key': 'secret-1' },
      body: new Uint8Array(multipart(parts)),
    });
    const { results } = await jsonOf(response);
    expect(results.map(({ error }: { error?: { code: string } }) => error?.code)).toEqual([
      ...new Array(3).fill(undefined),
      ...new Array(2).fill('rate_limited'),
    ]);
  });

  it('there must be keys', async () => {
    await expect(appUnderTest({ env: limits })).rejects.toThrow('RATE_LIMIT_PHOTOS must be 0 without');
  });
});
