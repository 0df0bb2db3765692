import { afterAll, beforeAll, expect, it } from 'vitest';
import { NAME } from '../lib/names.ts';
import { command, deployed, imageUnderTest, kubectl, servingRevision, shares } from './harness.ts';

beforeAll(deployed);
afterAll(deployed);

/** Its output; an exit code other than 0 is none. */
async function outputOf(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await command(name, ...args);
  expect(`${name}: ${code} ${stderr}`).toBe(`${name}: 0 `);
  return stdout;
}

it('smoke tries it from outside', async () => {
  expect(await outputOf('smoke')).toMatch(/^passed: model cats-vs-dogs [\d.]+, \d+ ms a photo$/m);
});

it('status shows address, image and the revision that serves', async () => {
  const text = await outputOf('status');
  expect(text).toMatch(/^address +http:\/\/cats-vs-dogs\.cats-vs-dogs\./m);
  expect(text).toMatch(/^ready +yes$/m);
  expect(text).toContain(imageUnderTest());
  expect(text).toMatch(new RegExp(`^revision +${await servingRevision()} +100 %`, 'm'));
});

it('logs shows the requests, and those of queue-proxy when told', async () => {
  await outputOf('smoke');
  expect(await outputOf('logs')).toContain('"path":"/predict"');
  expect(await outputOf('logs', '--proxy', '--tail', '5')).toContain('queue-proxy');
});

it('scale changes how few pods there may be', async () => {
  await outputOf('scale', '--min', '1', '--max', '3');
  expect(await outputOf('status')).toMatch(/^pods +1 to 3$/m);
});

it('restart brings new pods of the same image', async () => {
  const before = await servingRevision();
  await outputOf('restart');
  const after = await servingRevision();
  expect(after).not.toBe(before);
  expect(await shares()).toEqual({ [after]: 100 });
  expect(await outputOf('status')).toContain(imageUnderTest());
});

it('stop takes it out of service, and deploy brings it back', async () => {
  await outputOf('stop');
  expect((await command('status')).stderr).toContain('npm run deploy');
  await outputOf('stop');
  await outputOf('deploy', '--overlay', 'kind', '--image', imageUnderTest());
  await outputOf('smoke');
});

it('delete leaves nothing', async () => {
  await outputOf('delete');
  const namespace = await kubectl.run(['get', 'namespace', NAME, '--ignore-not-found', '--output', 'name']);
  expect(namespace.trim()).toBe('');
  await outputOf('delete');
});
