import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Installation } from '../../tools/names.ts';
import { INSTANCE_LABEL } from '../names.ts';
import { InstallationUnderTest, imageOfRelease, imageUnderTest, kubectl, main } from './harness.ts';

const { name, namespace } = main.installation;

/** The ConfigMaps and network policies of an installation. */
async function objectsOf(installation: Installation): Promise<string[]> {
  const names = await kubectl.run([
    ...['get', 'configmaps,networkpolicies', '--namespace', installation.namespace],
    ...['--selector', `${INSTANCE_LABEL}=${installation.name}`, '--output', 'name'],
  ]);
  return names.split('\n').filter(Boolean);
}

/** What a change of another installation must not change: the specification, the traffic and the objects. */
async function stateOf(installed: InstallationUnderTest) {
  const { metadata, status } = await installed.service();
  const { generation, annotations } = metadata;
  return {
    ...{ generation, annotations, traffic: status?.traffic },
    objects: await objectsOf(installed.installation),
  };
}

const podNames = async (installed: InstallationUnderTest) =>
  (await installed.pods()).map(({ metadata }) => metadata.name);

beforeAll(() => main.reset());

describe.each<[string, Installation]>([
  ['in a namespace of its own', { name: 'second', namespace: 'second-e2e' }],
  // A name that begins as the other one does.
  ['in the same namespace', { name: `${name}-2`, namespace }],
])('a second installation %s', (_, installation) => {
  const second = new InstallationUnderTest(installation);
  let before: Awaited<ReturnType<typeof stateOf>>;
  beforeAll(async () => {
    before = await stateOf(main);
    await second.reset();
  });
  afterAll(() => second.command('delete'));

  it('answers, and so does the first', async () => {
    for (const installed of [main, second]) await installed.succeed('smoke');
    const [address, other] = await Promise.all([main.service(), second.service()]);
    expect(other.status?.url).toContain(`//${installation.name}.${installation.namespace}.`);
    expect(address.status?.url).toContain(`//${name}.${namespace}.`);
    expect(await stateOf(main)).toEqual(before);
  });

  it('rolls out and back, and the first stays as it is', async () => {
    const [old] = Object.keys(await second.shares());
    await second.succeed('rollout', '--image', imageOfRelease('next'), '--step', '50,100', '--watch', '5');
    expect(await second.servingImage()).toBe(imageOfRelease('next'));
    expect(await main.servingImage()).toBe(imageUnderTest());
    await second.succeed('rollback');
    expect(await second.shares()).toEqual({ [old!]: 100 });
    expect(await stateOf(main)).toEqual(before);
  });

  it('has a status and logs of its own', async () => {
    for (const installed of [main, second]) await installed.succeed('smoke');
    for (const [installed, other] of [
      [main, second],
      [second, main],
    ] as const) {
      const status = await installed.succeed('status');
      expect(status).toMatch(new RegExp(`^revision +${await installed.servingRevision()} +100 %`, 'm'));
      expect(status).not.toContain(` ${await other.servingRevision()} `);
      const logs = await installed.succeed('logs');
      const prefixes = new Set(logs.match(/^\[pod\/[^/]+/gm)?.map((prefix) => prefix.slice('[pod/'.length)));
      expect(prefixes.size).toBeGreaterThan(0);
      expect(await podNames(installed)).toEqual(expect.arrayContaining([...prefixes]));
    }
  });

  it('is scaled, and the first is not', async () => {
    await second.succeed('scale', '--min', '1', '--max', '2');
    expect(await second.succeed('status')).toMatch(/^pods +1 to 2$/m);
    expect(await main.succeed('status')).toMatch(/^pods +0 to 5$/m);
    expect(await stateOf(main)).toEqual(before);
  });

  it('is deleted with what it brought, and the first stays and answers', async () => {
    expect(await objectsOf(installation)).not.toEqual([]);
    const said = await second.succeed('delete');
    expect(said).toBe(
      installation.namespace === namespace
        ? `${installation.name} is gone; the namespace ${namespace} stays for ${name}\n`
        : `the namespace ${installation.namespace} is gone\n`,
    );
    expect(await second.find()).toBeUndefined();
    expect(await objectsOf(installation)).toEqual([]);
    await main.succeed('smoke');
    expect(await stateOf(main)).toEqual(before);
  });
});
