import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../tools/http.ts';
import { until } from '../../../tools/wait-until.ts';
import { Traffic } from '../../harness/traffic.ts';
import { REVISION_LABEL } from '../../names.ts';
import { imageOfRelease, main, photos } from '../harness.ts';

let client: Client;
let good: string;
beforeAll(async () => {
  await main.reset();
  client = await main.client();
  good = await main.servingRevision();
});
afterAll(() => client?.close());

/** Half of the traffic to the release, which is watched for 20 s. */
async function rolledOut(release: Parameters<typeof imageOfRelease>[0]) {
  const traffic = new Traffic(client, photos(), { perSecond: 20 });
  await pause(3000);
  const run = await main.command(
    'rollout',
    '--image',
    imageOfRelease(release),
    '--step',
    '50,100',
    '--watch',
    '20',
  );
  await pause(3000);
  return { run, tally: await traffic.stop() };
}

// So that the pods of one do not keep those of the next from starting.
afterEach(() => until('the pods of the release are gone', hasNoOtherPods, { timeoutMs: 300_000 }));

async function hasNoOtherPods(): Promise<boolean> {
  return (await main.pods()).every(({ metadata }) => metadata.labels?.[REVISION_LABEL] === good);
}

describe('the rollout of a release that', () => {
  it.each([
    ['crashes at its start', 'crashes-at-start', /MAX_UPLOAD_BYTES must be/],
    ['has the weights of another model', 'wrong-weights', /sha256|bytes/],
    ['takes cats for dogs', 'answers-wrong', /smoke test: .* of a cat: answered dog/],
    ['is slower', 'slow', /p95/],
  ] as const)('%s goes back, and no request is lost', async (_, release, reason) => {
    const { run, tally } = await rolledOut(release);
    expect(run.stderr).toMatch(reason);
    expect(run.stderr).toContain('the old revision serves on');
    expect(run.code).toBe(1);
    expect(await main.shares()).toEqual({ [good]: 100 });
    expect(tally.complaints).toEqual([]);
    expect(tally.revisions[good]).toBeGreaterThan(0);
  });

  it('fails some requests later on goes back, and only those that it was given fail', async () => {
    const { run, tally } = await rolledOut('fails-later');
    expect(run.stderr).toMatch(/errors/);
    expect(run.code).toBe(1);
    expect(await main.shares()).toEqual({ [good]: 100 });
    const { sent, statuses, complaints } = tally;
    expect(complaints.filter((complaint) => !complaint.startsWith('500'))).toEqual([]);
    expect(statuses[500]).toBeGreaterThan(0);
    // A fifth of a half, and not for long.
    expect((statuses[500] ?? 0) / sent).toBeLessThan(0.1);
  });
});
