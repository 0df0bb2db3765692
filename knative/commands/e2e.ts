import { existsSync } from 'node:fs';
import path from 'node:path';
import { localClusterEnvironment, localClusterFolder, startLocalCluster } from '../e2e/local-cluster.ts';
import { up } from '../kind/up.ts';
import { runCommand } from '../lib/command.ts';
import { Failure } from '../lib/failure.ts';
import { root } from '../lib/names.ts';
import { attach } from '../lib/process.ts';

await runCommand({
  name: 'e2e',
  help: `Tests the function, its rollouts and its faults on a real cluster, the one of KUBECONFIG: builds the image of
this tree, brings it there and deploys it. What serves there under its name is replaced.

  npm run e2e -- [options]

  --up            start a cluster first: shared/cluster's where it is, else Kind's
  --short         deploy, rollout, rollback, to zero and back; else also each fault, which takes half an hour
  --only NAME     the tests of files with that in their names

PHOTOS names a folder of JPEGs to send instead of pictures derived from the sample cat.`,
  options: { up: { type: 'boolean' }, short: { type: 'boolean' }, only: { type: 'string' } },
  async run({ up: start, short, only }) {
    const cluster = start === true ? await startedCluster() : {};
    const env = { ...cluster, ...(short === true && { E2E_SHORT: '1' }) };
    const vitest = path.join(root, 'node_modules/.bin/vitest');
    if (!existsSync(vitest)) throw new Failure('vitest is missing: npm ci brings it');
    const code = await attach(vitest, ['run', '--project', 'e2e', ...(only === undefined ? [] : [only])], {
      env,
    });
    if (code !== 0) process.exitCode = code;
  },
});

/** @returns the variables that lead to it */
async function startedCluster(): Promise<Record<string, string>> {
  const folder = localClusterFolder();
  if (folder === undefined) {
    await up(console.log);
    return {};
  }
  if ((await startLocalCluster(folder)) !== 0) throw new Failure(`${folder} did not start`);
  return localClusterEnvironment(folder);
}
