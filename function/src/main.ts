import v8 from 'node:v8';
import { parseConfig } from './config.ts';
import { createFunction, failStart } from './function.ts';
import { catchUncaught } from './http/uncaught.ts';
import { createListener } from './listener/server.ts';
import { createLogger } from './telemetry/log.ts';

// Requests allocate short-lived garbage: a larger young generation, up to its 32 MB, would only raise RSS.
v8.setFlagsFromString('--semi-space-growth-factor=1');
// By default the heap grows to 4 times what is alive: requests with large JSON made 80 MB of 15 MB.
v8.setFlagsFromString('--heap-growing-percent=50');

async function start(): Promise<void> {
  const config = parseConfig(process.env);
  const logger = createLogger(config.LOG_LEVEL);

  let stopping = false;
  const stop = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    if (listener.server.listening) await listener.drain();
    await photoFunction.close();
    logger.info({ exit_code: exitCode }, 'stopped');
    process.exit(exitCode);
  };

  const photoFunction = await createFunction(config, logger, () => stopping);
  const { handle, metrics, load } = photoFunction;
  const listener = createListener({ handle, config, logger, metrics });
  // An error outside a request leaves unknown state: drain, then exit.
  catchUncaught((error) => {
    logger.fatal({ err: error }, 'cannot go on');
    void stop(1);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      logger.info({ signal }, 'draining');
      void stop(0);
    });
  }
  const model = await load();
  // Only now: a wrong model never answers, and there is nothing to answer before.
  listener.server.once('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'it is in use' : error.code;
    process.stderr.write(`PORT ${config.PORT} cannot be listened on: ${reason}\n`);
    process.exit(1);
  });
  listener.server.listen(config.PORT, () => {
    const address = listener.server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const startMs = performance.now();
    metrics.setStart(startMs);
    logger.info({ port, model, start_ms: Math.round(startMs) }, 'listening');
  });
}

start().catch(failStart);
