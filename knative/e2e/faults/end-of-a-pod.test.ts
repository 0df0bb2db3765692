import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf } from '../../../tools/http.ts';
import { until } from '../../../tools/wait-until.ts';
import { burst, Traffic } from '../../harness/traffic.ts';
import { CONTAINER } from '../../names.ts';
import { isEnding, isReady } from '../../service/pod.ts';
import { kubectl, main, photos } from '../harness.ts';

const { namespace } = main.installation;
const GONE_WITHIN_MS = 5000;
/** What queue-proxy waits for silence, and some. */
const ENDS_WITHIN_MS = 120_000;

let client: Client;
beforeAll(async () => {
  await main.reset();
  client = await main.client();
});
afterAll(() => client?.close());

async function readyPod(): Promise<string> {
  await burst(client, photos(), 1);
  let name: string | undefined;
  const found = async () => {
    name = (await main.pods()).find((pod) => isReady(pod) && !isEnding(pod))?.metadata.name;
    return name !== undefined;
  };
  await until('a pod is ready', found, { timeoutMs: 30_000 });
  return name!;
}

/** The log of a pod until it ends; each line with the time of this process at which it came. */
function followLog(pod: string): { lines: { atMs: number; text: string }[]; ended: Promise<unknown> } {
  const args = ['logs', pod, '--namespace', namespace, '--container', CONTAINER, '--follow'];
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: { atMs: number; text: string }[] = [];
  createInterface(child.stdout).on('line', (text) => lines.push({ atMs: performance.now(), text }));
  return { lines, ended: new Promise((resolve) => child.once('close', resolve)) };
}

/** A way to the function's own port, past queue-proxy. */
async function forwardedTo(pod: string): Promise<{ child: ChildProcess; url: URL }> {
  const args = ['port-forward', `pod/${pod}`, '--namespace', namespace, ':8080'];
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface(child.stdout!)) {
    const port = /127\.0\.0\.1:(\d+) ->/.exec(line)?.[1];
    if (port !== undefined) return { child, url: new URL(`http://127.0.0.1:${port}`) };
  }
  throw new Error('kubectl port-forward ended');
}

/** From SIGTERM, which the function logs, until the pod is no more. */
async function endOf(pod: string): Promise<{ drainedMs: number; goneMs: number }> {
  const log = followLog(pod);
  await kubectl.run(['delete', 'pod', pod, '--namespace', namespace, '--wait=false']);
  await kubectl.run([
    ...['wait', `pod/${pod}`, '--namespace', namespace],
    ...['--for', 'delete', '--timeout', `${ENDS_WITHIN_MS / 1000}s`],
  ]);
  const goneAtMs = performance.now();
  await log.ended;
  const atMs = (message: string) => {
    const line = log.lines.find(({ text }) => text.includes(`"message":"${message}"`));
    if (line === undefined) throw new Error(`the function did not log ${message}`);
    return line.atMs;
  };
  return { drainedMs: atMs('stopped') - atMs('draining'), goneMs: goneAtMs - atMs('draining') };
}

describe(`within ${GONE_WITHIN_MS} ms of SIGTERM a pod is gone`, () => {
  it('when nobody holds a connection', async () => {
    const end = await endOf(await readyPod());
    console.log('end of a pod', end);
    expect(end.goneMs).toBeLessThan(GONE_WITHIN_MS);
  });

  it('when a client keeps its connection open', async () => {
    const pod = await readyPod();
    const { child, url } = await forwardedTo(pod);
    const direct = clientOf(url);
    try {
      const answer = await direct.ask({ method: 'GET', path: '/health' });
      expect(answer).toMatchObject({ status: 200, headers: { connection: 'keep-alive' } });
      const end = await endOf(pod);
      console.log('end of a pod with an open connection', end);
      expect(end.goneMs).toBeLessThan(GONE_WITHIN_MS);
    } finally {
      direct.close();
      child.kill();
    }
  });
});

describe('no request is lost', () => {
  it('while three pods become one under a trickle, and then none', async () => {
    const load = new Traffic(client, photos(), { perSecond: 20 });
    // As many at once as need more pods than one.
    const bursts: Promise<unknown>[] = [];
    let highest = 0;
    const enough = async () => {
      bursts.push(burst(client, photos(), 60));
      highest = Math.max(highest, (await main.pods()).filter((pod) => isReady(pod) && !isEnding(pod)).length);
      return highest >= 3;
    };
    await until('three pods', enough, { timeoutMs: 60_000, intervalMs: 500 });
    await Promise.all(bursts);
    expect((await load.stop()).complaints).toEqual([]);
    const trickle = new Traffic(client, photos(), { perSecond: 0.5 });
    const onePod = async () => (await main.pods()).filter((pod) => !isEnding(pod)).length === 1;
    await until('one pod is asked for', onePod, { timeoutMs: 240_000 });
    await pause(5000);
    const { sent, complaints } = await trickle.stop();
    expect(sent).toBeGreaterThan(10);
    expect(complaints).toEqual([]);
    await main.scaledToZero(180_000);
    // While the last pod is ending.
    expect((await burst(client, photos(), 1)).complaints).toEqual([]);
  });

  it('when a pod is deleted under 20 requests a second', async () => {
    await readyPod();
    const traffic = new Traffic(client, photos(), { perSecond: 20 });
    await pause(3000);
    const victim = (await main.pods()).find((pod) => isReady(pod) && !isEnding(pod))!.metadata.name;
    const log = followLog(victim);
    await kubectl.run(['delete', 'pod', victim, '--namespace', namespace, '--wait=false']);
    await pause(45_000);
    const { sent, complaints, latenciesMs } = await traffic.stop();
    await kubectl.wait('pod', victim, namespace, { condition: 'delete', seconds: 90 });
    await log.ended;
    const answered = log.lines.map(({ text }) => JSON.parse(text)).filter(({ path }) => path === '/predict');
    console.log('deleted pod', {
      sent,
      lost: complaints.length,
      slowestMs: Math.round(Math.max(...latenciesMs)),
      answeredByTheDeletedPod: answered.length,
    });
    // The function's part: whatever reached it was answered.
    expect(answered.filter(({ status }) => status !== 200)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe('a burst of 100 at zero', () => {
  it('is answered, or refused with a time to come back, and nothing hangs', async () => {
    await main.scaledToZero(180_000);
    await main.allPodsGone(ENDS_WITHIN_MS);
    const { statuses, latenciesMs, withoutRetryAfter, complaints } = await burst(client, photos(), 100);
    console.log('burst of 100 at zero', { statuses, slowestMs: Math.round(Math.max(...latenciesMs)) });
    expect(complaints.filter((complaint) => !complaint.startsWith('503'))).toEqual([]);
    expect(withoutRetryAfter).toBe(0);
    expect((statuses[200] ?? 0) + (statuses[503] ?? 0)).toBe(100);
  });
});
