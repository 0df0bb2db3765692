import { type Verb, verb } from '../tools/cli/table.ts';
import { modelVerb } from './model.ts';

/** Benchmarks of all rooms. */
export const benchVerbs: readonly Verb[] = [
  verb(
    'function',
    'speed, start and memory of the built function',
    () => import('../function/bench/commands/function.ts'),
  ),
  verb(
    'peers',
    'the function beside FastAPI, BentoML and LitServe',
    () => import('../function/bench/commands/peers.ts'),
  ),
  verb(
    'v2',
    'the ways into the Open Inference Protocol v2',
    () => import('../function/bench/commands/v2.ts'),
  ),
  verb(
    'observability',
    'what metrics, log and spans cost',
    () => import('../function/bench/commands/observability.ts'),
  ),
  verb(
    'cluster',
    'cold starts, and what Knative adds to a request',
    () => import('../knative/commands/bench-cluster.ts'),
  ),
  modelVerb('train', 'how fast SimpleCNN trains', 'bench'),
];
