import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Verb } from '../tools/cli/table.ts';
import { KIND_CONTEXT } from './kind/names.ts';

const deploy: Verb = {
  name: 'deploy',
  summary: 'deploy the function, or replace it by a rollout',
  load: () => import('./commands/deploy.ts'),
};
const status: Verb = {
  name: 'status',
  summary: 'show address, readiness, revisions, traffic and pods',
  load: () => import('./commands/status.ts'),
};
const logs: Verb = {
  name: 'logs',
  summary: 'show the log of all pods',
  load: () => import('./commands/logs.ts'),
};
const shell: Verb = {
  name: 'shell',
  summary: 'open a shell beside the function in one of its pods',
  load: () => import('./commands/shell.ts'),
};
const restart: Verb = {
  name: 'restart',
  summary: 'replace all pods without losing a request',
  load: () => import('./commands/restart.ts'),
};
const scale: Verb = {
  name: 'scale',
  summary: 'change how few and how many pods there may be',
  load: () => import('./commands/scale.ts'),
};
const smoke: Verb = {
  name: 'smoke',
  summary: 'try the function from outside',
  load: () => import('./commands/smoke.ts'),
};
const remove: Verb = {
  name: 'delete',
  summary: 'remove the function and its namespace',
  load: () => import('./commands/delete.ts'),
};
const build: Verb = {
  name: 'build',
  summary: 'build the container image of this tree',
  load: () => import('./commands/image-build.ts'),
};

/** The function on the cluster that kubectl points to. */
export const clusterVerbs: readonly Verb[] = [
  deploy,
  status,
  logs,
  shell,
  restart,
  scale,
  smoke,
  {
    name: 'rollout',
    summary: 'replace the image step by step, and go back when it is worse',
    load: () => import('./commands/rollout.ts'),
  },
  {
    name: 'rollback',
    summary: 'give all traffic to the last good revision at once',
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'stop',
    summary: 'stop the function; deploy starts it again',
    load: () => import('./commands/stop.ts'),
  },
  remove,
];

/** The Kind cluster on this machine, and the function in it. */
export const kindVerbs: readonly Verb[] = [
  { name: 'get', summary: 'download kind', load: () => import('./commands/kind-get.ts') },
  {
    name: 'full',
    summary: 'from nothing to the first answer: up, build, load, deploy',
    load: () => import('./commands/kind-full.ts'),
  },
  { name: 'create', summary: 'create the cluster', load: () => import('./commands/kind-create.ts') },
  {
    name: 'up',
    summary: 'create the cluster and install Knative',
    load: () => import('./commands/kind-up.ts'),
  },
  build,
  { name: 'load', summary: 'load the image into the cluster', load: () => import('./commands/kind-load.ts') },
  ...[deploy, status, logs, shell, restart, scale].map(inKind),
  inKind({ ...smoke, name: 'test' }),
  inKind({ ...remove, name: 'down' }),
  {
    name: 'delete',
    summary: 'remove the cluster with everything in it',
    load: () => import('./commands/kind-delete.ts'),
  },
];

/** The container image. */
export const imageVerbs: readonly Verb[] = [
  build,
  { name: 'run', summary: 'run the image on this machine', load: () => import('./commands/image-run.ts') },
  { name: 'stop', summary: 'stop that container', load: () => import('./commands/image-stop.ts') },
  {
    name: 'pin',
    summary: "write the digests of the base images' tags into the Dockerfile",
    load: () => import('./commands/image-pin.ts'),
  },
];

/** The same verb on Kind's cluster, and on no other. */
function inKind(verb: Verb): Verb {
  return {
    ...verb,
    async load() {
      const { default: create } = await verb.load();
      return { default: () => fixedToKind(create()) };
    },
  };
}

function fixedToKind(command: CommandUnknownOpts): CommandUnknownOpts {
  const context = command.options.find(({ long }) => long === '--context');
  if (context === undefined) throw new Error('a verb on the Kind cluster must have the option --context');
  context.choices([KIND_CONTEXT]).hideHelp();
  return command.setOptionValueWithSource('context', KIND_CONTEXT, 'default');
}
