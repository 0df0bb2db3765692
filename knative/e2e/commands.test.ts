import { afterAll, beforeAll, expect, it } from 'vitest';
import { imageUnderTest, kubectl, main } from './harness.ts';

const { name, namespace } = main.installation;

beforeAll(() => main.reset());
afterAll(() => main.reset());

it('smoke tries it from outside', async () => {
  expect(await main.succeed('smoke')).toMatch(/^passed: model cats-vs-dogs [\d.]+, \d+ ms a photo$/m);
});

it('status shows address, image and the revision that serves', async () => {
  const text = await main.succeed('status');
  expect(text).toMatch(new RegExp(`^address +http://${name}\\.${namespace}\\.`, 'm'));
  expect(text).toMatch(/^ready +yes$/m);
  expect(text).toContain(imageUnderTest());
  expect(text).toMatch(new RegExp(`^revision +${await main.servingRevision()} +100 %`, 'm'));
});

it('logs shows the requests, and those of queue-proxy when told', async () => {
  await main.succeed('smoke');
  expect(await main.succeed('logs')).toContain('"path":"/predict"');
  expect(await main.succeed('logs', '--proxy', '--tail', '5')).toContain('queue-proxy');
});

it('scale changes how few pods there may be', async () => {
  await main.succeed('scale', '--min', '1', '--max', '3');
  expect(await main.succeed('status')).toMatch(/^pods +1 to 3$/m);
});

it('restart brings new pods of the same image', async () => {
  const before = await main.servingRevision();
  await main.succeed('restart');
  const after = await main.servingRevision();
  expect(after).not.toBe(before);
  expect(await main.shares()).toEqual({ [after]: 100 });
  expect(await main.succeed('status')).toContain(imageUnderTest());
});

it('stop takes it out of service, and deploy brings it back', async () => {
  await main.succeed('stop');
  expect((await main.command('status')).stderr).toContain('npx . cluster deploy');
  await main.succeed('stop');
  await main.succeed('deploy', '--overlay', 'kind', '--image', imageUnderTest());
  await main.succeed('smoke');
});

it('delete leaves nothing', async () => {
  await main.succeed('delete');
  const found = await kubectl.run(['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name']);
  expect(found.trim()).toBe('');
  await main.succeed('delete');
});
