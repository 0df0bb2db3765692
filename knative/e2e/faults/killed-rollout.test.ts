import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Client } from '../../../tools/http.ts';
import { cliFile, root } from '../../../tools/names.ts';
import { Traffic } from '../../harness/traffic.ts';
import { SERVICE_KIND } from '../../names.ts';
import { candidatePercent, stateOf } from '../../rollout/state.ts';
import type { KnativeService } from '../../service/service.ts';
import { imageOfRelease, imageUnderTest, main, photos } from '../harness.ts';

let client: Client;
beforeAll(async () => {
  await main.reset();
  client = await main.client();
});
beforeEach(() => main.reset());
afterAll(() => client?.close());

/** The candidate's share; 'no' as long as it has no address. */
type Percent = number | 'no';
const SEEN_TIMEOUT_MS = 120_000;
const OPTIONS = ['--step', '10,50,100', '--watch', '6'];

/** Begins a rollout and kills it with SIGKILL as soon as its candidate has so much of the traffic. */
async function killedAt(percent: Percent): Promise<void> {
  const args = [cliFile, 'cluster', 'rollout', '--image', imageOfRelease('next'), '--yes', ...OPTIONS];
  const rollout = spawn(process.execPath, args, { cwd: root, env: main.environment, stdio: 'pipe' });
  let said = '';
  for (const stream of [rollout.stdout, rollout.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise((resolve) => rollout.once('close', resolve));
  const isThere = seen(
    (service) => stateOf(service) !== undefined && (candidatePercent(service) ?? 'no') === percent,
  );
  // One that ends by itself never comes there.
  const first = await Promise.race([isThere.then(() => 'there'), ended.then(() => 'ended')]);
  if (first === 'ended') throw new Error(`the rollout ended before it was killed: ${said}`);
  rollout.kill('SIGKILL');
  await ended;
}

/** Watches the Service, for a look now and then would miss what lasts a second. */
async function seen(condition: (service: KnativeService) => boolean): Promise<void> {
  const fields = '{"{"}"metadata":{"{"}"annotations":{.metadata.annotations}{"}"},"spec":{.spec}{"}"}{"\\n"}';
  const args = [
    'get',
    SERVICE_KIND,
    main.installation.name,
    '--namespace',
    main.installation.namespace,
    '--watch',
    '--output',
    `jsonpath=${fields}`,
  ];
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: SEEN_TIMEOUT_MS });
  for await (const line of createInterface(child.stdout)) {
    if (!condition(JSON.parse(line))) continue;
    child.kill();
    return;
  }
  throw new Error(`the rollout did not come so far within ${SEEN_TIMEOUT_MS} ms`);
}

it.each<Percent>(['no', 0, 10, 50, 100])(
  'killed at %s percent, it is gone on with to its end',
  async (percent) => {
    const before = await main.servingRevision();
    const traffic = new Traffic(client, photos(), { perSecond: 20 });
    await killedAt(percent);
    await pause(2000);
    const refused = await main.command('deploy', '--overlay', 'kind', '--image', imageUnderTest());
    expect(refused.stderr).toContain('is under way');
    const run = await main.command('rollout', ...OPTIONS.slice(2));
    const { complaints } = await traffic.stop();
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(complaints).toEqual([]);
    const after = await main.servingRevision();
    expect(after).not.toBe(before);
    expect(await main.shares()).toEqual({ [after]: 100 });
    expect(stateOf(await main.service())).toBeUndefined();
  },
);

it.each<Percent>(['no', 50])('killed at %s percent, it is ended by rollback', async (percent) => {
  const before = await main.servingRevision();
  const traffic = new Traffic(client, photos(), { perSecond: 20 });
  await killedAt(percent);
  const run = await main.command('rollback');
  await pause(2000);
  const { complaints } = await traffic.stop();
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(complaints).toEqual([]);
  expect(await main.shares()).toEqual({ [before]: 100 });
  expect(stateOf(await main.service())).toBeUndefined();
});
