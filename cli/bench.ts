import type { Verb } from '../tools/cli/table.ts';
import { modelVerb } from './model.ts';

/** Benchmarks of all rooms. */
export const benchVerbs: readonly Verb[] = [
  {
    name: 'function',
    summary: 'speed, start and memory of the built function',
    load: () => import('../function/bench/commands/function.ts'),
  },
  {
    name: 'v2',
    summary: 'the ways into the Open Inference Protocol v2',
    load: () => import('../function/bench/commands/v2.ts'),
  },
  {
    name: 'observability',
    summary: 'what metrics, log and spans cost',
    load: () => import('../function/bench/commands/observability.ts'),
  },
  {
    name: 'cluster',
    summary: 'cold starts, and what Knative adds to a request',
    load: () => import('../knative/commands/bench-cluster.ts'),
  },
  modelVerb({ name: 'train', summary: 'how fast SimpleCNN trains', words: ['bench'] }),
];
