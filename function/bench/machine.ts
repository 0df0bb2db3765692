import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';

export type Machine = ReturnType<typeof describeMachine>;

/** What the figures were measured on: without it they mean nothing. */
export const describeMachine = () => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  system: `${platform()} ${release()}`,
  node: process.version,
});
