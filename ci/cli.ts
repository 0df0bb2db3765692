import { type Verb, verb } from '../tools/cli/table.ts';

/** The pipeline, its gates, Jenkins, and what keeps the checkout in order. */
export const ciVerbs: readonly Verb[] = [
  verb('run', 'run the pipeline, or some of its stages', () => import('./commands/run.ts')),
  verb('gates', 'check what must hold beside lint and tests', () => import('./commands/gates.ts')),
  verb('jenkins-up', 'start a Jenkins with this pipeline', () => import('./commands/jenkins-up.ts')),
  verb('jenkins-down', 'remove that Jenkins', () => import('./commands/jenkins-down.ts')),
  verb('openapi-keep', 'keep the API as that of a release', () => import('./commands/openapi-keep.ts')),
  verb(
    'all-stop',
    'stop the function, its container and the monitoring',
    () => import('./commands/all-stop.ts'),
  ),
  verb('clean', 'remove what was built and measured', () => import('./commands/clean.ts')),
];
