import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Repository } from '../registry/repository.ts';
import { RegistryServer } from './registry-server.ts';

const TYPE = 'application/vnd.oci.image.manifest.v1+json';
const right = { user: 'me', token: 'right-token' };
let server: RegistryServer;

beforeEach(async () => {
  server = new RegistryServer();
  await server.start();
});
afterEach(() => server.stop());

const repository = (account?: typeof right) => new Repository(`${server.address}/me/cats`, account);

describe('a registry', () => {
  it('takes images from an account that may push, and no upload is left behind', async () => {
    await repository(right).checkPush();
    expect(server.requests).toEqual([
      'POST /v2/me/cats/blobs/uploads/',
      'GET /token',
      'POST /v2/me/cats/blobs/uploads/',
      'DELETE /v2/me/cats/blobs/uploads/1',
    ]);
  });

  it.each([
    ['no token', undefined, 'answers 401 for this account of me/cats; REGISTRY_TOKEN is not set'],
    ['a wrong token', { user: 'me', token: 'wrong-token' }, 'may me write there with this REGISTRY_TOKEN?'],
  ])('says that there is %s, and never the token', async (_, account, message) => {
    const error = await repository(account)
      .checkPush()
      .catch((thrown: Error) => thrown);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('wrong-token');
  });

  it('says that the account may read and not push', async () => {
    server.mayPush = false;
    await expect(repository(right).checkPush()).rejects.toThrow(
      'answers 403 for an upload of me/cats; may me write there',
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

  it('that is not there is named', async () => {
    const gone = new Repository('127.0.0.1:9/me/cats', right);
    await expect(gone.checkPush()).rejects.toThrow(/^127\.0\.0\.1:9 cannot be reached: /);
  });
});
