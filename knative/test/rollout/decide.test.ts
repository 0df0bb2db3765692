import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../rollout/compare-revisions.ts';
import { type Action, decide, type Limits, type Observation } from '../../rollout/decide.ts';

const limits: Limits = { readyMs: 120_000, routedMs: 60_000, watchMs: 60_000 };
const base: Observation = { steps: [10, 50, 100], sinceStartMs: 1000, unroutedMs: 1000, routed: true };
const ready = { candidate: { ready: 'True' } } as const;
const tried = { ...ready, smoke: {} };

const fine: Verdict = { is: 'fine' };
const watched = (elapsedMs: number, verdict: Verdict = fine, blind?: string) => ({
  watch: { elapsedMs, verdict, ...(blind !== undefined && { blind }) },
});
const back = (reason: string): Action => ({ do: 'go back', reason });

const cases: readonly [name: string, observation: Partial<Observation>, action: Action][] = [
  // Until the candidate is there
  ['waits for the candidate to be made', {}, { do: 'wait', for: 'candidate' }],
  ['goes back when it is never made', { sinceStartMs: 120_001 }, back('it was not made within 120 s')],
  ['waits for it to be ready', { candidate: { ready: 'Unknown' } }, { do: 'wait', for: 'candidate' }],
  [
    'goes back as soon as it failed',
    { candidate: { ready: 'False', message: 'ExitCode1' } },
    back('ExitCode1'),
  ],
  ['goes back for no reason given', { candidate: { ready: 'False' } }, back('it says that it is not ready')],
  [
    'goes back as soon as its pods crash, which Knative calls deploying for ten minutes',
    { candidate: { ready: 'Unknown', message: 'Deploying', podComplaint: 'it crashes' } },
    back('it crashes'),
  ],
  [
    'goes back when it is not ready in time, and tells why',
    { sinceStartMs: 120_001, candidate: { ready: 'Unknown', message: 'Deploying' } },
    back('it was not ready within 120 s: Deploying'),
  ],
  ['takes one that is ready late but is', { ...ready, sinceStartMs: 999_999 }, { do: 'shift', percent: 0 }],
  // Its address
  ['gives it an address first', ready, { do: 'shift', percent: 0 }],
  ['waits for the address', { ...ready, percent: 0, routed: false }, { do: 'wait', for: 'traffic' }],
  [
    'goes back when traffic does not flow',
    { ...ready, percent: 0, routed: false, unroutedMs: 60_001 },
    back('traffic did not flow to it within 60 s'),
  ],
  // Its trial
  ['tries it there', { ...ready, percent: 0 }, { do: 'smoke' }],
  ['goes back when it fails', { ...ready, percent: 0, smoke: { failure: 'dog' } }, back('smoke test: dog')],
  ['takes the first step', { ...tried, percent: 0 }, { do: 'shift', percent: 10 }],
  // Its steps
  ['tries it again when somebody else goes on', { ...ready, percent: 10 }, { do: 'smoke' }],
  ['waits for a step to flow', { ...tried, percent: 10, routed: false }, { do: 'wait', for: 'traffic' }],
  ['begins to look on', { ...tried, percent: 10 }, { do: 'watch' }],
  ['looks on', { ...tried, percent: 10, ...watched(59_999) }, { do: 'watch' }],
  ['takes the next step', { ...tried, percent: 10, ...watched(60_000) }, { do: 'shift', percent: 50 }],
  [
    'takes the next step when hardly anybody asked',
    { ...tried, percent: 50, ...watched(60_000, { is: 'open', reason: '3 requests' }) },
    { do: 'shift', percent: 100 },
  ],
  [
    'goes back in the middle of a step',
    { ...tried, percent: 50, ...watched(5000, { is: 'worse', reason: 'p95' }) },
    back('p95'),
  ],
  [
    'goes back when it cannot look on',
    { ...tried, percent: 10, ...watched(0, fine, 'no metrics') },
    back('it cannot be watched: no metrics'),
  ],
  [
    'goes back when it crashes at 50 %',
    { ...tried, percent: 50, candidate: { ready: 'False' } },
    back('it says that it is not ready'),
  ],
  [
    'goes on when Knative does not know for a moment',
    { ...tried, percent: 50, candidate: { ready: 'Unknown' } },
    { do: 'watch' },
  ],
  ['goes back when it is gone', { percent: 50, smoke: {} }, back('it is gone')],
  [
    'goes on from a share that is no step',
    { ...tried, percent: 30, ...watched(60_000) },
    { do: 'shift', percent: 50 },
  ],
  // Its end
  ['looks on at 100 % too', { ...tried, percent: 100, ...watched(10_000) }, { do: 'watch' }],
  [
    'goes back at 100 % too',
    { ...tried, percent: 100, ...watched(10_000, { is: 'worse', reason: '9 errors' }) },
    back('9 errors'),
  ],
  ['finishes', { ...tried, percent: 100, ...watched(60_000) }, { do: 'finish' }],
];

describe('a rollout', () => {
  it.each(cases)('%s', (_, observation, action) => {
    expect(decide({ ...base, ...observation }, limits)).toEqual(action);
  });

  it('watches nothing when it is told so', () => {
    const unwatched = { ...limits, watchMs: 0 };
    expect(decide({ ...base, ...tried, percent: 10 }, unwatched)).toEqual({ do: 'shift', percent: 50 });
    expect(decide({ ...base, ...tried, percent: 100 }, unwatched)).toEqual({ do: 'finish' });
  });
});

describe('from whatever state, with a candidate that is well', () => {
  it.each([undefined, 0, 1, 10, 49, 50, 99, 100])('%s %% comes to an end', (start) => {
    let percent: number | undefined = start;
    for (let turns = 0; turns < 10; turns += 1) {
      const action = decide(
        { ...base, ...tried, ...(percent !== undefined && { percent }), ...watched(60_000) },
        limits,
      );
      if (action.do === 'finish') return;
      if (action.do !== 'shift') throw new Error(`${action.do} at ${percent} %`);
      expect(action.percent).toBeGreaterThan(percent ?? -1);
      percent = action.percent;
    }
    throw new Error('it never ends');
  });
});
