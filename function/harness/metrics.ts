import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerUnderTest } from './server-under-test.ts';

const POLL_INTERVAL_MS = 10;
const TIMEOUT_MS = 10_000;

/** Resolves when the server says that it holds `count` predictions. */
export async function inFlightRequests(server: Pick<ServerUnderTest, 'url'>, count: number): Promise<void> {
  let found = Number.NaN;
  for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await sleep(POLL_INTERVAL_MS)) {
    const text = await (await fetch(`${server.url}/metrics`, { headers: { connection: 'close' } })).text();
    found = Number(/^predictions_in_flight(?:\{[^}]*\})? (\d+)$/m.exec(text)?.[1]);
    if (found === count) return;
  }
  throw new Error(`the server holds ${found} predictions instead of ${count}`);
}
