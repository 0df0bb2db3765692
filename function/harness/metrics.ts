import { waitUntil } from '../../tools/wait-until.ts';
import type { ServerUnderTest } from './server-under-test.ts';

const POLL_INTERVAL_MS = 10;
const TIMEOUT_MS = 10_000;

/** Resolves when the server says that it holds `count` predictions. */
export async function inFlightRequests(server: Pick<ServerUnderTest, 'url'>, count: number): Promise<void> {
  let found = Number.NaN;
  const isReached = async () => {
    const text = await (await fetch(`${server.url}/metrics`, { headers: { connection: 'close' } })).text();
    found = Number(/^predictions_in_flight(?:\{[^}]*\})? (\d+)$/m.exec(text)?.[1]);
    return found === count;
  };
  if (await waitUntil(isReached, { timeoutMs: TIMEOUT_MS, intervalMs: POLL_INTERVAL_MS })) return;
  throw new Error(`the server holds ${found} predictions instead of ${count}`);
}
