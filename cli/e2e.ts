import type { Verb } from '../tools/cli/table.ts';

/** Tests on a real cluster. */
export const e2eVerbs: readonly Verb[] = [
  {
    name: 'cluster',
    summary: 'the function, its rollouts and its faults',
    load: () => import('../knative/commands/e2e.ts'),
  },
  {
    name: 'monitoring',
    summary: 'metrics, alerts and dashboards',
    load: () => import('../observability/commands/e2e.ts'),
  },
  {
    name: 'pipeline',
    summary: 'the pipeline, as it should go and as it can fail',
    load: () => import('../ci/commands/pipeline-e2e.ts'),
  },
];
