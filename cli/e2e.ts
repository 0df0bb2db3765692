import { type Verb, verb } from '../tools/cli/table.ts';

/** Tests on a real cluster. */
export const e2eVerbs: readonly Verb[] = [
  verb('cluster', 'the function, its rollouts and its faults', () => import('../knative/commands/e2e.ts')),
  verb('monitoring', 'metrics, alerts and dashboards', () => import('../observability/commands/e2e.ts')),
  verb(
    'pipeline',
    'the pipeline, as it should go and as it can fail',
    () => import('../ci/commands/pipeline-e2e.ts'),
  ),
];
