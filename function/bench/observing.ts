import { errors } from '../src/errors.ts';
import { createMetrics } from '../src/metrics.ts';
import type { RequestContext } from '../src/request-context.ts';
import { startServer } from '../test/process/harness/built-server.ts';
import { samplePhotos } from './photos.ts';
import { median, percentile } from './statistics.ts';

// What observing costs: the CPU that counting adds to a prediction, with and without, in one process; and the page for
// Prometheus, as the built function serves it. npm run bench:observing
const MAX_OBSERVE_MS = 0.1;
const MAX_PAGE_MS = 5;
const MAX_PAGE_BYTES = 20_000;
const ROUNDS = 7;
const PREDICTIONS = 20_000;
const PAGES = 200;

const prediction = {
  ...{ predictedClass: 'cat', confidence: 0.99, isPet: true, needsReview: false, passes: 1 },
  ...{ receivedMs: 1, decodeMs: 2, inferenceMs: 1 },
};
const context: RequestContext = {
  ...{ id: 'bench', method: 'POST', path: '/predict', startedAtMs: performance.now() },
  ...{ bytesIn: 1, status: 200, body: Buffer.alloc(0), prediction },
};

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  for (let count = 0; count < PREDICTIONS; count++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / PREDICTIONS;
}

function observing(): number {
  const metrics = createMetrics(
    { version: '0', revision: 'bench', node: process.version },
    { requests: () => 0, bytes: () => 0 },
  );
  let seen = 0;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const without = cpuMs(() => {
      seen += context.status;
    });
    return cpuMs(() => metrics.observe(context, '/predict', 200)) - without;
  });
  if (seen === 0) throw new Error('nothing was done');
  return median(rounds);
}

interface Served {
  page: number[];
  /** A route that does nothing, in turns with the page: what the machine and HTTP take. */
  health: number[];
  bytes: number;
}

async function served(): Promise<Served> {
  const server = await startServer();
  try {
    const { single } = await samplePhotos();
    const headers = { 'content-type': 'image/jpeg' };
    await fetch(`${server.url}/predict`, { method: 'POST', headers, body: single });
    const timed = async (path: string): Promise<[ms: number, bytes: number]> => {
      const startedAt = performance.now();
      const { length } = await (await fetch(server.url + path)).text();
      return [performance.now() - startedAt, length];
    };
    const result: Served = { page: [], health: [], bytes: 0 };
    for (let count = 0; count < PAGES; count++) {
      const [pageMs, bytes] = await timed('/metrics');
      result.page.push(pageMs);
      result.bytes = bytes;
      result.health.push((await timed('/health'))[0]);
    }
    return result;
  } finally {
    await server.stop();
  }
}

const observeMs = observing();
const { page, health, bytes } = await served();
const pageMs = median(page) - median(health);
console.log(
  `observing a prediction: ${(observeMs * 1000).toFixed(1)} us CPU (limit ${MAX_OBSERVE_MS * 1000})`,
);
console.log(
  `/metrics: p50 ${median(page).toFixed(2)} ms, p99 ${percentile(page, 0.99).toFixed(2)} ms; /health: p50 ${median(health).toFixed(2)} ms (limit of the difference ${MAX_PAGE_MS})`,
);
console.log(
  `/metrics: ${bytes} bytes with all ${Object.keys(errors).length} codes (limit ${MAX_PAGE_BYTES})`,
);
if (observeMs > MAX_OBSERVE_MS || pageMs > MAX_PAGE_MS || bytes > MAX_PAGE_BYTES) process.exitCode = 1;
