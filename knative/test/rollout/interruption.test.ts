import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { cliFile, root } from '../../../tools/names.ts';
import { pathWith } from '../../../tools/test/processes.ts';
import { STATE_ANNOTATION } from '../../rollout/state.ts';

/** A Service whose rollout another process drives. */
const service = {
  ...{ apiVersion: 'serving.knative.dev/v1', kind: 'Service' },
  metadata: {
    name: 'cats-vs-dogs',
    labels: { 'app.kubernetes.io/managed-by': 'cats-vs-dogs' },
    resourceVersion: '1',
    generation: 1,
    annotations: {
      [STATE_ANNOTATION]: JSON.stringify({
        id: 'one',
        stable: 'cats-vs-dogs-00001',
        steps: [10, 100],
        startedAt: '2026-01-01T00:00:00Z',
        shiftedAt: '2026-01-01T00:00:00Z',
        driver: { id: 'another', beat: 1 },
      }),
    },
  },
  spec: {
    template: { spec: { containers: [{ image: 'dev.local/cats-vs-dogs:2' }] } },
    traffic: [{ revisionName: 'cats-vs-dogs-00002', percent: 10, tag: 'candidate' }],
  },
};

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s leaves a rollout where it stands, and says how to go on', async (signal, exitCode) => {
  const PATH = pathWith('kubectl', { stdout: JSON.stringify(service) });
  const child = spawn(process.execPath, [cliFile, 'cluster', 'rollout', '--yes'], {
    cwd: root,
    env: { PATH, HOME: tmpdir() },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
      if (said.includes('at 10 %') && !child.killed) child.kill(signal);
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(said).toContain('watching it, and taking over when that process stops');
  expect(said).toContain(
    'the rollout of dev.local/cats-vs-dogs:2 stands at 10 %: npx . cluster rollout goes on with it, npx . cluster rollback ends it',
  );
  expect(code).toBe(exitCode);
});
