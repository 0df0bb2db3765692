export {
  type BatchResult,
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type Explanation,
  type ManyOptions,
  type PhotoResult,
  type Prediction,
  type Verdict,
  type VerdictCounts,
} from './client.ts';
export type { Photo } from './photo.ts';
export { type Problem, ProblemError } from './problem.ts';
export type { components, paths } from './schema.generated.ts';
