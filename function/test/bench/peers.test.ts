import { expect, it } from 'vitest';
import { floorResults } from '../../bench/peers/floors.ts';
import { PEERS, type Peer } from '../../bench/peers/launch.ts';
import { CLIENTS, type PeersMeasurement } from '../../bench/peers/measure.ts';
import { OTHER_PICTURES, SMALL_PICTURES } from '../../bench/peers/pictures.ts';

/** A measurement in which each answer takes `ms[peer]` of CPU and of time. */
function measurement(ms: Record<Peer, number>, peakBytes = 100e6): PeersMeasurement {
  const rss = { small: { now: 0, peak: peakBytes }, all: { now: 0, peak: peakBytes } };
  return {
    startMs: { function: [1], FastAPI: [1], BentoML: [1], LitServe: [1] },
    rss: { function: rss, FastAPI: rss, BentoML: rss, LitServe: rss },
    loads: PEERS.flatMap((peer) =>
      [...SMALL_PICTURES, ...OTHER_PICTURES].flatMap((picture) =>
        CLIENTS.map((clients) => ({
          peer,
          picture,
          clients,
          rounds: [
            {
              latenciesMs: [ms[peer], ms[peer]],
              seconds: (2 * ms[peer]) / 1000,
              generatorCpuSeconds: 0,
              serverCpuSeconds: (2 * ms[peer]) / 1000,
            },
          ],
        })),
      ),
    ),
  };
}

const missed = (of: PeersMeasurement) =>
  floorResults(of)
    .filter(({ isMet }) => !isMet)
    .map(({ name }) => name);

it('holds CPU and throughput against FastAPI, and the latency against the fastest peer', () => {
  const slower = floorResults(measurement({ function: 3, FastAPI: 2, BentoML: 1, LitServe: 6 }));
  const figures = Object.fromEntries(slower.map(({ name, measured }) => [name, measured]));
  expect(figures['CPU of 500x375, alone / FastAPI']).toBeCloseTo(1.5);
  expect(figures['photos/s of 500x375, 8 clients / FastAPI']).toBeCloseTo(2 / 3);
  expect(figures['p50 of 500x375, alone / best peer']).toBeCloseTo(3);
  expect(slower.filter(({ isMet }) => isMet).map(({ name }) => name)).toEqual([
    'RSS in MB, small pictures',
    'RSS in MB, all pictures',
  ]);
});

it('wants more of a progressive photo than to be as good as FastAPI', () => {
  expect(missed(measurement({ function: 2, FastAPI: 2, BentoML: 2, LitServe: 2 }))).toEqual([
    'CPU of 12 MP progressive, alone / FastAPI',
    'CPU of 12 MP progressive, 8 clients / FastAPI',
  ]);
});

it('misses nothing when the function takes half of what FastAPI takes', () => {
  expect(missed(measurement({ function: 1, FastAPI: 2, BentoML: 2, LitServe: 2 }))).toEqual([]);
});

it('holds the memory against a limit in MB', () => {
  const all = { function: 1, FastAPI: 2, BentoML: 2, LitServe: 2 };
  expect(missed(measurement(all, 136e6))).toEqual(['RSS in MB, small pictures']);
  expect(missed(measurement(all, 181e6))).toContain('RSS in MB, all pictures');
});
