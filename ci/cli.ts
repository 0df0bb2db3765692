import type { Verb } from '../tools/cli/table.ts';

/** The pipeline, its gates, Jenkins, and what keeps the checkout in order. */
export const ciVerbs: readonly Verb[] = [
  {
    name: 'run',
    summary: 'run the pipeline, or some of its stages',
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'gates',
    summary: 'check what must hold beside lint and tests',
    load: () => import('./commands/gates.ts'),
  },
  {
    name: 'jenkins-up',
    summary: 'start a Jenkins with this pipeline',
    load: () => import('./commands/jenkins-up.ts'),
  },
  { name: 'jenkins-down', summary: 'remove that Jenkins', load: () => import('./commands/jenkins-down.ts') },
  {
    name: 'coverage-raise',
    summary: 'raise the floor of the coverage to what was measured',
    load: () => import('./commands/coverage-raise.ts'),
  },
  {
    name: 'openapi-keep',
    summary: 'keep the API as that of a release',
    load: () => import('./commands/openapi-keep.ts'),
  },
  {
    name: 'all-stop',
    summary: 'stop the function, its container and the monitoring',
    load: () => import('./commands/all-stop.ts'),
  },
  { name: 'clean', summary: 'remove what was built and measured', load: () => import('./commands/clean.ts') },
];
