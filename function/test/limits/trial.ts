import { execFileSync } from 'node:child_process';
import { constants, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '../../../tools/wait-until.ts';
import { percentile } from '../../bench/statistics.ts';
import { type BuiltServer, launchBehind, launchWith, startServer } from '../../harness/built-server.ts';
import type { Attack } from './attacks.ts';
import { type Cgroup, createCgroup, type Limits } from './cgroup.ts';
import { goodTraffic } from './good-traffic.ts';
import { askWithoutReading, type Counts, fire, GRACE_MS } from './load.ts';
import { type Recipe, type Request, requestOf } from './requests.ts';

const GOOD_P99_MS = 2000;
// What V8 and the allocator keep after a burst; a leak of each request is more after a minute.
const RSS_MARGIN_BYTES = 80 * 2 ** 20;
const WARM_UP_MS = 2000;
const METRICS_TIMEOUT_MS = 2000;

export type Outcome = {
  name: string;
  attack: Counts;
  good: Counts;
  goodP99Ms: number;
  kills: number;
  /** The most that the process has had resident, and that the kernel has counted against the limit. */
  peakRssBytes: number;
  peakCountedBytes: number;
  idleRssBytes: number;
  rssAfterBytes: number;
  /** What is not as it must be. */
  faults: string[];
  /** What was sent when it happened, to be kept. */
  suspects: Recipe[];
};

export type Trial = { limits: Limits; concurrency: number; milliseconds: number; photo: Buffer };

/** Starts the built function within the limits, attacks it beside good photos, and looks at what is left. */
export async function tryAttack(attack: Attack, trial: Trial): Promise<Outcome> {
  const requests: Request[] = [];
  if ('recipes' in attack) for (const recipe of attack.recipes) requests.push(await requestOf(recipe));
  const cgroup = createCgroup(trial.limits);
  const scratch = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-limits-'));
  try {
    launchWith(launchBehind([...cgroup.prefix, ...('logIsBlocked' in attack ? unreadLog(scratch) : [])]));
    const server = await startServer();
    try {
      const outcome = await attackServer(attack, requests, { ...trial, server, cgroup });
      const { code, signal } = await server.stop();
      if (code !== 0) outcome.faults.push(`it ended with ${code ?? signal} instead of 0 after SIGTERM`);
      return outcome;
    } finally {
      await server.stop();
    }
  } finally {
    cgroup.remove();
    rmSync(scratch, { recursive: true });
  }
}

/** A command line that gives the command behind it a standard output that is open and never read. */
function unreadLog(folder: string): string[] {
  const pipe = path.join(folder, 'log');
  execFileSync('mkfifo', [pipe]);
  // Stays open: the server would get an error instead of waiting.
  openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  return ['sh', '-c', 'exec "$@" >"$0"', pipe];
}

type Running = Trial & { server: BuiltServer; cgroup: Cgroup };

async function attackServer(
  attack: Attack,
  requests: readonly Request[],
  running: Running,
): Promise<Outcome> {
  const { server, cgroup, milliseconds, photo } = running;
  const { port, pid } = server;
  const death = new AbortController();
  void server.exit.then(() => death.abort());
  const warmUp = await goodTraffic(port, photo);
  await pause(WARM_UP_MS);
  await warmUp.stop();
  const idleRssBytes = statusBytes(pid, 'VmRSS');

  const traffic = await goodTraffic(port, photo);
  const sent = 'logIsBlocked' in attack ? [LOGGED] : requests;
  if ('unread' in attack) await askWithoutReading(port, { ...attack.unread, milliseconds });
  const concurrency = ('concurrency' in attack && attack.concurrency) || running.concurrency;
  const fired = await fire(port, sent, { concurrency, milliseconds, signal: death.signal });
  const good = await traffic.stop();

  const isSettled = await waitUntil(() => death.signal.aborted || holdsNothing(server.url), {
    timeoutMs: GRACE_MS,
  });
  const wantedBytes = idleRssBytes + RSS_MARGIN_BYTES;
  const rss = () => statusBytes(pid, 'VmRSS');
  // Beside a little work: V8 frees nothing in a process that does nothing.
  const afterwards = await goodTraffic(port, photo);
  await waitUntil(() => !(rss() > wantedBytes), { timeoutMs: GRACE_MS });
  await afterwards.stop();
  const rssAfterBytes = rss();
  const peakRssBytes = statusBytes(pid, 'VmHWM');
  const { oomKills, peakBytes } = cgroup.counters();
  const isDead = death.signal.aborted;
  const goodP99Ms = good.latenciesMs.length === 0 ? Number.NaN : percentile(good.latenciesMs, 0.99);
  const faults = [
    oomKills > 0 && `the kernel killed it ${oomKills} times`,
    isDead && 'it ended by itself',
    fired.wrong.length > 0 && `${fired.wrong.length} requests were answered with a wrong 5xx`,
    good.wrong > 0 && `${good.wrong} good photos were not answered`,
    !(goodP99Ms <= GOOD_P99_MS) && `good photos took more than ${GOOD_P99_MS} ms`,
    !isDead && !isSettled && 'its gauges are not back at 0',
    rssAfterBytes > wantedBytes && 'its memory is not back near idle',
  ].filter((fault) => fault !== false);
  return {
    name: attack.name,
    attack: fired.counts,
    good: good.counts,
    goodP99Ms,
    kills: oomKills,
    peakRssBytes,
    peakCountedBytes: peakBytes,
    idleRssBytes,
    rssAfterBytes,
    faults,
    suspects: (fired.wrong.length > 0 ? fired.wrong : fired.underWay).map(({ recipe }) => recipe),
  };
}

/** A request that costs little and writes a line: a pipe takes some hundreds. */
const LOGGED: Request = { recipe: { way: 'photo' }, path: '/model', headers: {}, body: Buffer.alloc(0) };

async function holdsNothing(url: string): Promise<boolean> {
  const text = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(METRICS_TIMEOUT_MS) }).then(
    (answer) => answer.text(),
    () => '',
  );
  return /^predictions_in_flight 0$[\s\S]*^prediction_body_bytes_in_flight 0$/m.test(text);
}

/** A figure of the kernel; NaN for a process that has ended. */
function statusBytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const file = `/proc/${pid}/status`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text);
  return Number(kilobytes?.[1]) * 1024;
}
