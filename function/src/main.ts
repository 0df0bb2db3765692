import './stop-signals.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import v8 from 'node:v8';
import { parseConfig } from './config.ts';
import { createFunction, failStart } from './function.ts';
import { catchUncaught } from './http/uncaught.ts';
import { createListener } from './listener/server.ts';
import { onStopSignal } from './stop-signals.ts';
import { createLogger } from './telemetry/log.ts';
import { createLogLines } from './telemetry/log-lines.ts';

// Requests allocate short-lived garbage: a larger young generation, up to its 32 MB, would only raise RSS.
v8.setFlagsFromString('--semi-space-growth-factor=1');
// By default the heap grows to 4 times what is alive: requests with large JSON made 80 MB of 15 MB.
v8.setFlagsFromString('--heap-growing-percent=50');

const FLUSH_TIMEOUT_MS = 300;
const THREADS_TIMEOUT_MS = 300;
const POLL_INTERVAL_MS = 20;

async function start(): Promise<void> {
  const config = parseConfig(process.env);
  const lines = createLogLines();
  const logger = createLogger(config.LOG_LEVEL, lines);

  let stopping = false;
  let drain = async () => {};
  const stop = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    await drain();
    logger.info({ exit_code: exitCode }, 'stopped');
    await lines.flush(FLUSH_TIMEOUT_MS);
    await endProcess(exitCode);
  };
  // An error outside a request leaves unknown state: drain, then exit.
  catchUncaught((error) => {
    logger.fatal({ err: error }, 'cannot go on');
    void stop(1);
  });
  onStopSignal((signal) => {
    logger.info({ signal }, 'draining');
    void stop(0);
  });

  const { handle, metrics, load, close } = await createFunction({
    config,
    logger,
    lines,
    stopping: () => stopping,
  });
  const listener = createListener({ handle, config, logger, metrics });
  const model = await load();
  if (stopping) return;
  // Only now: a wrong model never answers, and there is nothing to answer before.
  listener.server.once('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'it is in use' : error.code;
    process.stderr.write(`PORT ${config.PORT} cannot be listened on: ${reason}\n`);
    process.exit(1);
  });
  drain = async () => {
    await listener.drain();
    await close();
  };
  listener.server.listen(config.PORT, () => {
    const address = listener.server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const startMs = performance.now();
    metrics.setStart(startMs);
    logger.info({ port, model, start_ms: Math.round(startMs) }, 'listening');
  });
}

/** process.exit() waits for threads: one that hangs in a file system or a resolver would hold it for ever. */
async function endProcess(exitCode: number): Promise<void> {
  const isThreadBusy = () =>
    process.getActiveResourcesInfo().some((name) => /^(FSReq|GetAddrInfo)/.test(name));
  for (let waitedMs = 0; isThreadBusy() && waitedMs < THREADS_TIMEOUT_MS; waitedMs += POLL_INTERVAL_MS) {
    await sleep(POLL_INTERVAL_MS);
  }
  if (isThreadBusy()) process.kill(process.pid, 'SIGKILL');
  process.exit(exitCode);
}

start().catch(failStart);
