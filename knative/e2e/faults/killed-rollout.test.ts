import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Client } from '../../lib/http.ts';
import { root } from '../../lib/names.ts';
import { serviceOf } from '../../rollout/kubectl-cluster.ts';
import { candidatePercent, stateOf } from '../../rollout/state.ts';
import { commandFiles } from '../../test/processes.ts';
import {
  command,
  commandEnvironment,
  deployed,
  imageOfRelease,
  kubectl,
  newClient,
  photos,
  servingRevision,
  shares,
  until,
} from '../harness.ts';
import { Traffic } from '../traffic.ts';

let client: Client;
beforeAll(async () => {
  await deployed();
  client = await newClient();
});
beforeEach(deployed);
afterAll(() => client?.close());

const OPTIONS = ['--step', '10,50,100', '--watch', '6'];

/** Begins a rollout and kills it with SIGKILL once its candidate has so much of the traffic; undefined: no address. */
async function killedAt(percent: number | undefined): Promise<void> {
  const args = [
    '--import',
    'tsx',
    commandFiles.get('rollout')!,
    '--image',
    imageOfRelease('next'),
    ...OPTIONS,
  ];
  const rollout = spawn(process.execPath, args, { cwd: root, env: commandEnvironment(), stdio: 'ignore' });
  const ended = new Promise((resolve) => rollout.once('close', resolve));
  await until(
    `a rollout at ${percent} %`,
    async () => {
      const service = await serviceOf(kubectl);
      return stateOf(service) !== undefined && candidatePercent(service) === percent;
    },
    { timeoutMs: 120_000, intervalMs: 20 },
  );
  rollout.kill('SIGKILL');
  await ended;
}

it.each([undefined, 0, 10, 50, 100])('killed at %s %%, it is gone on with to its end', async (percent) => {
  const before = await servingRevision();
  const traffic = new Traffic(client, photos(), { perSecond: 20 });
  await killedAt(percent);
  await pause(2000);
  const refused = await command('deploy', '--overlay', 'kind');
  expect(refused.stderr).toContain('a rollout is under way');
  const run = await command('rollout', ...OPTIONS.slice(2));
  const { complaints } = await traffic.stop();
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(complaints).toEqual([]);
  const after = await servingRevision();
  expect(after).not.toBe(before);
  expect(await shares()).toEqual({ [after]: 100 });
  expect(stateOf(await serviceOf(kubectl))).toBeUndefined();
});

it.each([undefined, 50])('killed at %s %%, it is ended by rollback', async (percent) => {
  const before = await servingRevision();
  const traffic = new Traffic(client, photos(), { perSecond: 20 });
  await killedAt(percent);
  const run = await command('rollback');
  await pause(2000);
  const { complaints } = await traffic.stop();
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(complaints).toEqual([]);
  expect(await shares()).toEqual({ [before]: 100 });
  expect(stateOf(await serviceOf(kubectl))).toBeUndefined();
});
