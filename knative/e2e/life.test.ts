import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../tools/http.ts';
import { burst, Traffic } from '../harness/traffic.ts';
import { imageOfRelease, imageUnderTest, main, photos } from './harness.ts';

const PER_SECOND = 20;

let client: Client;
beforeAll(async () => {
  await main.reset();
  client = await main.client();
});
afterAll(() => client?.close());

describe('a release that is as good', () => {
  let before: string;
  let after: string;

  it('gets all traffic by steps, and every request is answered rightly by one of the two', async () => {
    before = await main.servingRevision();
    const traffic = new Traffic(client, photos(), { perSecond: PER_SECOND });
    await pause(2000);
    const image = imageOfRelease('next');
    const run = await main.command('rollout', '--image', image, '--step', '10,50,100', '--watch', '10');
    await pause(2000);
    const { sent, revisions, complaints } = await traffic.stop();
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    after = await main.servingRevision();
    expect(after).not.toBe(before);
    expect(await main.shares()).toEqual({ [after]: 100 });
    expect(complaints).toEqual([]);
    expect(Object.keys(revisions).sort()).toEqual([before, after].sort());
    expect((revisions[before] ?? 0) + (revisions[after] ?? 0)).toBe(sent);
    expect(run.stdout).toMatch(/10 % of the traffic[\s\S]*50 %[\s\S]*100 %/);
  });

  it('leaves at once when it is rolled back, and no request is lost', async () => {
    const traffic = new Traffic(client, photos(), { perSecond: PER_SECOND });
    await pause(2000);
    const run = await main.command('rollback');
    await pause(5000);
    const { sent, revisions, complaints } = await traffic.stop();
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(await main.shares()).toEqual({ [before]: 100 });
    expect(complaints).toEqual([]);
    expect(revisions[before]).toBeGreaterThan(0);
    expect((revisions[before] ?? 0) + (revisions[after] ?? 0)).toBe(sent);
  });
});

describe('deployed again', () => {
  it('changes nothing when nothing changed', async () => {
    const before = await main.servingRevision();
    const run = await main.command('deploy', '--overlay', 'kind', '--image', imageUnderTest());
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(`${before} serves this already`);
    expect(await main.servingRevision()).toBe(before);
  });
});

describe('when nobody asks', () => {
  it('ends its last pod, and answers the first photo after that', async () => {
    await main.scaledToZero(180_000);
    const { statuses, complaints } = await burst(client, photos(), 1);
    expect(complaints).toEqual([]);
    expect(statuses).toEqual({ 200: 1 });
  });
});
