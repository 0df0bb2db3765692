import { freePort } from '../../tools/free-port.ts';
import { type BuiltServer, untilAnswered } from '../harness/built-server.ts';
import { answersOf } from './load.ts';

const ATTEMPT_INTERVAL_MS = 2;
const TIMEOUT_MS = 30_000;

/**
 * Spawns a server and sends it a photo until that is answered with 200.
 * @returns the running server, and the ms from spawn to that answer
 * @throws Error with the server's output when it ends or takes more than 30 s
 */
export async function timedStart(
  request: Buffer,
  spawn: (port: number) => BuiltServer,
): Promise<{ server: BuiltServer; firstPredictionMs: number }> {
  const port = await freePort();
  const startedAt = performance.now();
  const server = spawn(port);
  const times = { timeoutMs: TIMEOUT_MS, intervalMs: ATTEMPT_INTERVAL_MS };
  // While it does not listen or is not ready, the next attempt comes.
  const isAnswered = () =>
    answersOf(port, [request]).then(
      () => true,
      () => false,
    );
  if (await untilAnswered(server, isAnswered, times)) {
    return { server, firstPredictionMs: performance.now() - startedAt };
  }
  await server.stop();
  throw new Error(`no prediction:\n${server.output()}`);
}
