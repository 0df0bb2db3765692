import fc from 'fast-check';
import { expect } from 'vitest';
import { expectNoInsides } from '../../harness/problem.ts';
import type { ServerUnderTest } from '../../harness/server-under-test.ts';
import { fuzzRuns, mutated } from '../helpers/mutations.ts';

/** A message that is right. */
export interface Seed {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Sends messages that are almost those: none is answered with 5xx or with insides. @returns the statuses that came */
export async function sendAlmost(server: ServerUnderTest, seeds: readonly Seed[]): Promise<number[]> {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(mutated(seeds), async ({ path, headers, body }) => {
      const answer = await server.request('POST', path, headers, body);
      expect(answer.status, answer.body.toString()).toBeLessThan(500);
      if (answer.status !== 200) expectNoInsides(answer);
      statuses.add(answer.status);
    }),
    { numRuns: fuzzRuns(1000) },
  );
  return [...statuses];
}
