import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { type Verb, verb } from '../tools/cli/table.ts';
import type { KindUse } from './doctor/before-kind.ts';
import { KIND_CONTEXT } from './kind/names.ts';

/** What is the same on any cluster, and on the one of Kind. */
const common: readonly Verb[] = [
  verb('deploy', 'deploy the function, or replace it by a rollout', () => import('./commands/deploy.ts')),
  verb(
    'status',
    'show address, readiness, revisions, traffic and pods',
    () => import('./commands/status.ts'),
  ),
  verb('logs', 'show the log of all pods', () => import('./commands/logs.ts')),
  verb('shell', 'open a shell beside the function in one of its pods', () => import('./commands/shell.ts')),
  verb('restart', 'replace all pods without losing a request', () => import('./commands/restart.ts')),
  verb('scale', 'change how few and how many pods there may be', () => import('./commands/scale.ts')),
];
const smoke = verb('smoke', 'try the function from outside', () => import('./commands/smoke.ts'));
const remove = verb('delete', 'remove the function and its namespace', () => import('./commands/delete.ts'));
const build = verb(
  'build',
  'build the container image of this tree',
  () => import('./commands/image-build.ts'),
);

/** The function on the cluster that kubectl points to. */
export const clusterVerbs: readonly Verb[] = [
  ...common,
  smoke,
  verb(
    'rollout',
    'replace the image step by step, and go back when it is worse',
    () => import('./commands/rollout.ts'),
  ),
  verb(
    'rollback',
    'give all traffic to the last good revision at once',
    () => import('./commands/rollback.ts'),
  ),
  verb('stop', 'stop the function; deploy starts it again', () => import('./commands/stop.ts')),
  remove,
];

/** The Kind cluster on this machine, and the function in it. */
export const kindVerbs: readonly Verb[] = [
  verb('get', 'download kind', () => import('./commands/kind-get.ts')),
  ...[
    verb(
      'full',
      'from nothing to the first answer: up, build, load, deploy',
      () => import('./commands/kind-full.ts'),
    ),
    verb('create', 'create the cluster', () => import('./commands/kind-create.ts')),
    verb('up', 'create the cluster and install Knative', () => import('./commands/kind-up.ts')),
  ].map((verb) => afterDoctor(verb, 'make')),
  build,
  afterDoctor(
    verb('load', 'load the image into the cluster', () => import('./commands/kind-load.ts')),
    'kind',
  ),
  ...[...common, { ...smoke, name: 'test' }, { ...remove, name: 'down' }].map((verb) =>
    afterDoctor(inKind(verb), 'kubectl'),
  ),
  afterDoctor(
    verb('delete', 'remove the cluster with everything in it', () => import('./commands/kind-delete.ts')),
    'kind',
  ),
];

/** The container image. */
export const imageVerbs: readonly Verb[] = [
  build,
  verb('run', 'run the image on this machine', () => import('./commands/image-run.ts')),
  verb('stop', 'stop that container', () => import('./commands/image-stop.ts')),
  verb(
    'pin',
    "write the digests of the base images' tags into the Dockerfile",
    () => import('./commands/image-pin.ts'),
  ),
];

/** The same verb, after doctor has looked for what it needs. */
function afterDoctor(verb: Verb, use: KindUse): Verb {
  return {
    ...verb,
    async load() {
      const { default: create } = await verb.load();
      const { beforeKind } = await import('./doctor/before-kind.ts');
      return { default: () => create().hook('preAction', () => beforeKind(use)) };
    },
  };
}

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
  // Nothing is asked there.
  command.options.find(({ long }) => long === '--yes')?.hideHelp();
  return command.setOptionValueWithSource('context', KIND_CONTEXT, 'default');
}
