import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { parseReference } from '../image-reference.ts';
import { Repository, resolveDigest } from '../registry.ts';
import { RegistryServer } from './registry-server.ts';

const TYPE = 'application/vnd.oci.image.manifest.v1+json';
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const OTHER_DIGEST = `sha256:${'0'.repeat(64)}`;
const right = { user: 'me', token: 'right-token' };
const advice = 'may me write there?';
let server: RegistryServer;

async function start(account?: string): Promise<void> {
  server = new RegistryServer(account);
  await server.start();
}
afterEach(() => server.stop());

describe('a registry that wants an account', () => {
  beforeEach(() => start('me:right-token'));
  const repository = (account?: typeof right) =>
    new Repository(`${server.address}/me/cats`, { account, advice });

  it('takes images from an account that may push, and no upload is left behind', async () => {
    await repository(right).checkPush();
    expect(server.requests).toEqual([
      'POST /v2/me/cats/blobs/uploads/',
      'GET /token?service=test&scope=repository%3Ame%2Fcats%3Apull%2Cpush',
      'POST /v2/me/cats/blobs/uploads/',
      'DELETE /v2/me/cats/blobs/uploads/1',
    ]);
  });

  it.each([
    ['no token', undefined],
    ['a wrong token', { user: 'me', token: 'wrong-token' }],
  ])('says that there is %s, and never the token', async (_, account) => {
    const error = await repository(account)
      .checkPush()
      .catch((thrown: Error) => thrown);
    expect(String(error)).toContain('answers 401 for this account of me/cats; may me write there?');
    expect(String(error)).not.toContain('wrong-token');
  });

  it('says that the account may read and not push', async () => {
    server.mayPush = false;
    await expect(repository(right).checkPush()).rejects.toThrow(
      'answers 403 for an upload of me/cats; may me write there?',
    );
  });

  it('lets a tag stand for another manifest, with the same digest', async () => {
    const digest = server.put('1.0.0-abc', TYPE, Buffer.from('{"config": {}}'));
    const found = await repository(right).find(digest);
    expect(found).toMatchObject({ digest, type: TYPE });
    await repository(right).tag('latest', found!);
    expect((await repository(right).find('latest'))?.digest).toBe(digest);
  });

  it('has nothing under a tag that nobody pushed', async () => {
    expect(await repository(right).find('nothing')).toBeUndefined();
  });

  it('is asked for another token when the first one has expired', async () => {
    const one = repository(right);
    const digest = server.put('1.0.0-abc', TYPE, Buffer.from('{}'));
    await one.find('1.0.0-abc');
    server.tokens += 1;
    expect((await one.find('1.0.0-abc'))?.digest).toBe(digest);
    expect(server.requests.filter((request) => request.startsWith('GET /token'))).toHaveLength(2);
  });

  it('that takes the account itself gets it', async () => {
    server.wantsBasic = true;
    const digest = server.put('1', TYPE, Buffer.from('{}'));
    expect((await repository(right).find('1'))?.digest).toBe(digest);
    const wrong = repository({ user: 'me', token: 'wrong-token' });
    await expect(wrong.find('1')).rejects.toThrow('answers 401 for 1 of me/cats; may me write there?');
  });

  it('that is not there is named', async () => {
    const gone = new Repository(`127.0.0.1:${await freePort()}/me/cats`, { account: right });
    await expect(gone.checkPush()).rejects.toThrow(/^127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/);
  });
});

describe('the digest of a tag', () => {
  let digest: string;
  beforeEach(async () => {
    await start();
    digest = server.put('24', INDEX_TYPE, Buffer.from('{"schemaVersion":2,"manifests":[]}'));
  });
  const resolve = (name: string) => resolveDigest(parseReference(`${server.address}/${name}`));

  it('is that of what the registry sends, with a token that everybody gets', async () => {
    server.namedDigest = digest;
    expect(await resolve('base/node:24')).toBe(digest);
    expect(server.requests).toEqual([
      'GET /v2/base/node/manifests/24',
      'GET /token?service=test&scope=repository%3Abase%2Fnode%3Apull',
      'GET /v2/base/node/manifests/24',
    ]);
  });

  it('needs no word of the registry', async () => {
    expect(await resolve('base/node:24')).toBe(digest);
  });

  it('that the registry names for something else is refused', async () => {
    server.namedDigest = OTHER_DIGEST;
    await expect(resolve('base/node:24')).rejects.toThrow(/names sha256:0+, but what it sent .* is sha256:/);
  });

  it('of a tag that is not there is told', async () => {
    await expect(resolve('base/node:25')).rejects.toThrow(/has no base\/node:25/);
  });

  it('of a registry that fails is told', async () => {
    server.status = 500;
    await expect(resolve('base/node:24')).rejects.toThrow(/answers 500/);
  });

  it('of a registry for members is told', async () => {
    server.wantsBasic = true;
    await expect(resolve('base/node:24')).rejects.toThrow(/wants an account: Basic realm="members"/);
  });

  it('of a registry that cannot be reached is told', async () => {
    const reference = parseReference(`127.0.0.1:${await freePort()}/base/node:24`);
    await expect(resolveDigest(reference)).rejects.toThrow(
      /^127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/,
    );
  });
});
