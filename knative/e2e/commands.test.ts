import { afterAll, beforeAll, expect, it } from 'vitest';
import { NAME } from '../../tools/names.ts';
import { command, deployed, imageUnderTest, kubectl, servingRevision, shares, succeed } from './harness.ts';

beforeAll(deployed);
afterAll(deployed);

it('smoke tries it from outside', async () => {
  expect(await succeed('smoke')).toMatch(/^passed: model cats-vs-dogs [\d.]+, \d+ ms a photo$/m);
});

it('status shows address, image and the revision that serves', async () => {
  const text = await succeed('status');
  expect(text).toMatch(/^address +http:\/\/cats-vs-dogs\.cats-vs-dogs\./m);
  expect(text).toMatch(/^ready +yes$/m);
  expect(text).toContain(imageUnderTest());
  expect(text).toMatch(new RegExp(`^revision +${await servingRevision()} +100 %`, 'm'));
});

it('logs shows the requests, and those of queue-proxy when told', async () => {
  await succeed('smoke');
  expect(await succeed('logs')).toContain('"path":"/predict"');
  expect(await succeed('logs', '--proxy', '--tail', '5')).toContain('queue-proxy');
});

it('scale changes how few pods there may be', async () => {
  await succeed('scale', '--min', '1', '--max', '3');
  expect(await succeed('status')).toMatch(/^pods +1 to 3$/m);
});

it('restart brings new pods of the same image', async () => {
  const before = await servingRevision();
  await succeed('restart');
  const after = await servingRevision();
  expect(after).not.toBe(before);
  expect(await shares()).toEqual({ [after]: 100 });
  expect(await succeed('status')).toContain(imageUnderTest());
});

it('stop takes it out of service, and deploy brings it back', async () => {
  await succeed('stop');
  expect((await command('status')).stderr).toContain('npx . cluster deploy');
  await succeed('stop');
  await succeed('deploy', '--overlay', 'kind', '--image', imageUnderTest());
  await succeed('smoke');
});

it('delete leaves nothing', async () => {
  await succeed('delete');
  const namespace = await kubectl.run(['get', 'namespace', NAME, '--ignore-not-found', '--output', 'name']);
  expect(namespace.trim()).toBe('');
  await succeed('delete');
});
