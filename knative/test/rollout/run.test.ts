import { describe, expect, it } from 'vitest';
import { Unreachable } from '../../../tools/failure.ts';
import { beginRollout } from '../../rollout/begin.ts';
import type { Limits } from '../../rollout/decide.ts';
import { Driver } from '../../rollout/driver.ts';
import { rollBack } from '../../rollout/roll-back.ts';
import { leave, runRollout } from '../../rollout/run.ts';
import { FAILED_ANNOTATION, PREVIOUS_ANNOTATION, STATE_ANNOTATION } from '../../rollout/state.ts';
import type { Outcome } from '../../rollout/step.ts';
import { imageOf, type Template, templateOf, withAnnotations, withImageOf } from '../../service/service.ts';
import { type Behaviour, FakeCluster, Killed } from './fake-cluster.ts';

const limits: Limits = { readyMs: 120_000, routedMs: 60_000, watchMs: 60_000 };
const OLD = 'cats-vs-dogs-00001';
const NEW = 'cats-vs-dogs-00002';
const said: string[] = [];
const say = (line: string) => said.push(line);

async function rollOut(cluster: FakeCluster, image = 'new', steps = [10, 50, 100]): Promise<Outcome> {
  await beginRollout(cluster, (template) => withImageOf(template, image), { steps, say });
  return runRollout(cluster, limits, say);
}

const withNew = (behaviour: Behaviour) => new FakeCluster({ old: {}, new: behaviour });

describe('a good image', () => {
  it('gets the traffic step by step, and serves', async () => {
    const cluster = withNew({});
    expect(await rollOut(cluster)).toEqual({ revision: NEW });
    expect(cluster.history).toEqual([
      `${OLD} 100`,
      `${OLD} 100, ${NEW} 0 candidate`,
      `${OLD} 90, ${NEW} 10 candidate`,
      `${OLD} 50, ${NEW} 50 candidate`,
      `${OLD} 0, ${NEW} 100 candidate`,
      `${NEW} 100`,
    ]);
    expect(cluster.present.metadata.annotations).toEqual({ [PREVIOUS_ANNOTATION]: OLD });
  });

  it('is watched for as long as was asked, at each step', async () => {
    const cluster = withNew({});
    const before = cluster.now();
    await rollOut(cluster);
    expect(cluster.now() - before).toBeGreaterThanOrEqual(3 * limits.watchMs);
    expect(said.some((line) => /^ {2}new: \d+ requests.*; old: \d+ requests/.test(line))).toBe(true);
  });

  it('follows another one', async () => {
    const cluster = new FakeCluster({ old: {}, new: {}, newer: {} });
    await rollOut(cluster);
    expect(await rollOut(cluster, 'newer')).toEqual({ revision: 'cats-vs-dogs-00003' });
    expect(cluster.present.metadata.annotations).toEqual({ [PREVIOUS_ANNOTATION]: NEW });
  });

  it('is not stopped by somebody who changes something else meanwhile', async () => {
    const cluster = withNew({});
    const patch = cluster.patch.bind(cluster);
    let conflicts = 0;
    cluster.patch = async (change) => {
      if (conflicts++ % 2 === 0 && conflicts > 1) cluster.touch();
      return patch(change);
    };
    expect(await rollOut(cluster)).toEqual({ revision: NEW });
  });
});

describe('a bad image', () => {
  it.each<[string, Behaviour, RegExp, number]>([
    ['crashes at its start', { ready: 'False' }, /ExitCode1/, 0],
    [
      'crashes, of which Knative says nothing',
      { ready: 'Unknown', podComplaint: 'it crashes' },
      /it crashes/,
      0,
    ],
    [
      'has no room on any node, for which is waited',
      { ready: 'False', reason: 'Unschedulable' },
      /not ready within 120 s: Unschedulable/,
      0,
    ],
    ['is never ready', { ready: 'Unknown' }, /not ready within 120 s/, 0],
    ['answers wrongly', { smoke: 'a photo of a cat: answered dog' }, /smoke test: .* answered dog/, 0],
    ['fails now and then', { failing: 0.05 }, /\d+ errors in \d+ requests/, 10],
    ['is slow', { seconds: 0.4 }, /p95 of \d+ ms, \d+ ms of the old revision/, 10],
    ['cannot be watched', { mute: true }, /cannot be watched: no metrics/, 10],
  ])('that %s gives the traffic back', async (_, behaviour, reason, reached) => {
    const cluster = withNew(behaviour);
    const outcome = await rollOut(cluster);
    expect(outcome).toEqual({ failed: expect.stringMatching(reason) });
    expect(outcome).toEqual({ failed: expect.stringContaining(`${NEW}: `) });
    expect(cluster.traffic).toBe(`${OLD} 100`);
    const shares = cluster.history.map((line) => Number(/ (\d+) candidate/.exec(line)?.[1] ?? 0));
    expect(Math.max(...shares)).toBe(reached);
  });

  it('leaves the template of what serves behind, so that the next change is one of that', async () => {
    const cluster = withNew({ ready: 'False' });
    const before = cluster.present.spec.template;
    await rollOut(cluster);
    expect(cluster.present.spec.template).toEqual(before);
    expect(templateOf(cluster.revisions.get(OLD)!)).toEqual(before);
    expect(cluster.present.metadata.annotations).toEqual({
      [FAILED_ANNOTATION]: expect.stringContaining('ExitCode1'),
    });
  });

  it('does not stand in the way of a good one', async () => {
    const cluster = new FakeCluster({ old: {}, new: { ready: 'False' }, fixed: {} });
    await rollOut(cluster);
    const outcome = await rollOut(cluster, 'fixed');
    expect(outcome).toEqual({ revision: expect.stringMatching(/-\d{5}$/) });
    const serving = cluster.present.status?.traffic?.[0]?.revisionName;
    expect(imageOf(cluster.revisions.get(serving!)!)).toBe('fixed');
    expect(cluster.present.metadata.annotations).toEqual({ [PREVIOUS_ANNOTATION]: OLD });
  });

  it('that is slow from 100 % on is compared with what the old one was', async () => {
    const cluster = withNew({});
    const { histograms } = cluster;
    // Slow only once it has everything, when the old one answers nothing any more.
    const slow = new FakeCluster({ new: { seconds: 0.4 } });
    cluster.histograms = async function (revision) {
      if (revision === NEW && this.traffic.includes(`${NEW} 100`)) {
        await slow.pause(5000);
        return slow.histograms(OLD);
      }
      return histograms.call(this, revision);
    };
    expect(await rollOut(cluster)).toEqual({
      failed: expect.stringMatching(/p95 of \d+ ms, \d+ ms of the old/),
    });
    expect(cluster.traffic).toBe(`${OLD} 100`);
  });
});

describe('a rollout', () => {
  it('outlives an API server that is away for a moment, and says of one that stays away how it goes on', async () => {
    const cluster = withNew({});
    const { service } = cluster;
    let away = 0;
    cluster.service = async function () {
      if (away-- > 0) throw new Unreachable('connection refused');
      return service.call(this);
    };
    await beginRollout(cluster, (template) => withImageOf(template, 'new'), { steps: [100], say });
    away = 5;
    expect(await runRollout(cluster, limits, say)).toEqual({ revision: NEW });
    await beginRollout(cluster, (template) => withImageOf(template, 'old'), { steps: [100], say });
    away = 6;
    await expect(runRollout(cluster, limits, say)).rejects.toThrow('npx . cluster rollout goes on with it');
  });

  it('is driven by one process; a second one watches, and tells the same end', async () => {
    for (const behaviour of [{}, { failing: 0.5 }]) {
      const cluster = withNew(behaviour);
      const { smokeCandidate } = cluster;
      let smokes = 0;
      cluster.smokeCandidate = function (service) {
        smokes += 1;
        return smokeCandidate.call(this, service);
      };
      const saidBySecond: string[] = [];
      await beginRollout(cluster, (template) => withImageOf(template, 'new'), { steps: [10, 100], say });
      const [first, second] = await Promise.all([
        runRollout(cluster, limits, say),
        runRollout(cluster, limits, (line) => saidBySecond.push(line)),
      ]);
      expect(second).toEqual(first);
      expect(smokes).toBe(1);
      expect(saidBySecond[0]).toBe('watching it, and taking over when that process stops');
      expect(saidBySecond).toContain('another process drives this rollout, at 10 % of 10, 100 %');
    }
  });

  it('that rollback ends meanwhile tells so', async () => {
    const cluster = withNew({});
    const { pause } = cluster;
    let pauses = 0;
    cluster.pause = async function (milliseconds) {
      pauses += 1;
      if (pauses === 3) await rollBack(cluster);
      return pause.call(this, milliseconds);
    };
    expect(await rollOut(cluster)).toEqual({ failed: 'ended by npx . cluster rollback' });
  });

  it('that a process leaves says where it stands, and the next process goes on at once', async () => {
    const cluster = withNew({});
    await beginRollout(cluster, (template) => withImageOf(template, 'new'), { steps: [10, 100], say });
    const driver = new Driver();
    const interruption = new AbortController();
    const leaveAt10 = (line: string) => {
      if (line.startsWith('10 %')) interruption.abort();
    };
    const left = runRollout(cluster, limits, leaveAt10, { driver, interrupted: interruption.signal });
    await expect(left).rejects.toThrow('aborted');
    // Knative writes the status of the last change at that moment.
    const { patch } = cluster;
    cluster.patch = async function (change) {
      this.touch();
      cluster.patch = patch;
      return patch.call(this, change);
    };
    expect(await leave(cluster, driver)).toBe(
      'the rollout of new stands at 10 %: npx . cluster rollout goes on with it, npx . cluster rollback ends it',
    );
    const lines: string[] = [];
    expect(await runRollout(cluster, limits, (line) => lines.push(line))).toEqual({ revision: NEW });
    expect(lines[0]).toMatch(/^smoke test/);
    expect(await leave(cluster, driver)).toMatch(/^the rollout is over/);
  });

  it('begins though Knative writes the status meanwhile', async () => {
    const cluster = withNew({});
    const { patch } = cluster;
    let left = 20;
    cluster.patch = async function (change) {
      if (left-- > 0) this.touch();
      return patch.call(this, change);
    };
    expect(await rollOut(cluster)).toEqual({ revision: NEW });
  });

  it('goes on when the same change is asked for again', async () => {
    const cluster = withNew({});
    const scaled = (template: Template) => withAnnotations(template, { min: '1' });
    await beginRollout(cluster, scaled, { steps: [100], say });
    const before = cluster.present;
    said.length = 0;
    await beginRollout(cluster, scaled, { steps: [100], say });
    expect(said).toEqual(['going on with the rollout of old, 100 %']);
    expect(cluster.present).toEqual(before);
  });

  it('does not begin while another one is under way', async () => {
    const cluster = withNew({});
    await beginRollout(cluster, (template) => withImageOf(template, 'new'), { steps: [100], say });
    await expect(beginRollout(cluster, (template) => template, { steps: [100], say })).rejects.toThrow(
      'is under way',
    );
  });

  it('does not begin where somebody has split the traffic', async () => {
    const cluster = withNew({});
    await rollOut(cluster);
    await cluster.patch({
      metadata: { resourceVersion: cluster.present.metadata.resourceVersion },
      spec: {
        traffic: [
          { revisionName: OLD, percent: 50 },
          { revisionName: NEW, percent: 50 },
        ],
      },
    });
    await cluster.waitForTraffic();
    await expect(beginRollout(cluster, (template) => template, { steps: [100], say })).rejects.toThrow(
      'split by hand',
    );
  });
});

/** Every moment at which it may be killed: between any two of its calls. */
describe.each<[string, Behaviour, string]>([
  ['good', {}, `${NEW} 100`],
  ['bad', { failing: 0.5 }, `${OLD} 100`],
])('killed at any moment and started again, a rollout of a %s image', (_, behaviour, end) => {
  it('comes to the same end, and is never in between', async () => {
    const short = { ...limits, watchMs: 10_000 };
    let survived = false;
    for (let calls = 0; !survived; calls += 1) {
      const cluster = withNew(behaviour);
      await beginRollout(cluster, (template) => withImageOf(template, 'new'), { steps: [10, 100], say });
      cluster.killAfter(calls);
      await runRollout(cluster, short, say).then(
        () => {
          survived = true;
        },
        (error) => expect(error).toBeInstanceOf(Killed),
      );
      cluster.killAfter(Number.POSITIVE_INFINITY);
      const underWay = cluster.present.metadata.annotations?.[STATE_ANNOTATION] !== undefined;
      // Whoever looks now sees a rollout under way or its end, and traffic that adds up.
      for (const line of cluster.history) {
        const shares = [...line.matchAll(/\S+ (\d+)/g)].map(([, percent]) => Number(percent));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100);
      }
      if (underWay) await runRollout(cluster, short, say);
      expect(cluster.traffic).toBe(end);
      expect(cluster.present.metadata.annotations).not.toHaveProperty([STATE_ANNOTATION]);
    }
  });
});
