import path from 'node:path';
import v8 from 'node:v8';
import manifest from '../../package.json' with { type: 'json' };
import { loadGuard } from './access/guard.ts';
import { createApp } from './app.ts';
import { BodyMemory } from './body/body-memory.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { InFlightLimit } from './http/in-flight.ts';
import { catchUncaught } from './http/uncaught.ts';
import { createListener } from './listener/server.ts';
import type { Classifier } from './model/classifier.ts';
import { ContractError } from './model/contract-error.ts';
import { loadClassifier } from './model/load.ts';
import { createLogger, type Logger } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import type { Tracer } from './telemetry/tracer.ts';

// What a request leaves is little and dies young: a nursery that grew to its 32 MB would only stay resident.
v8.setFlagsFromString('--semi-space-growth-factor=1');

async function start(): Promise<void> {
  const config = parseConfig(process.env);
  const logger = createLogger(config.LOG_LEVEL);
  const tracer = await tracerOf(config, logger);

  let stopping = false;
  const stop = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    if (listener.server.listening) await listener.drain();
    await tracer?.close();
    logger.info({ exit_code: exitCode }, 'stopped');
    process.exit(exitCode);
  };
  // What belongs to no request leaves a state that nobody knows: the requests inside are answered, then it ends.
  const fail = (error: unknown) => {
    logger.fatal({ err: error }, 'cannot go on');
    void stop(1);
  };

  let classifier: Classifier | undefined;
  const { version } = manifest;
  const admission = new InFlightLimit(config.MAX_IN_FLIGHT_REQUESTS);
  const memory = new BodyMemory({
    maxHeldBytes: config.MAX_IN_FLIGHT_BYTES,
    maxBodyBytes: config.MAX_UPLOAD_BYTES,
  });
  const metrics = createMetrics(
    { version, revision: process.env.BUILD_REVISION ?? 'unknown', node: process.version },
    { requests: () => admission.requests, bytes: () => memory.heldBytes },
  );
  const app = createApp({
    version,
    config,
    memory,
    metrics,
    swaggerUiFolder: path.join(import.meta.dirname, 'swagger-ui'),
    webFolder: path.join(import.meta.dirname, 'web'),
    modelFolder: config.MODEL_PATH,
    classifier: () => classifier,
    stopping: () => stopping,
  });
  const guard = await loadGuard(config, logger);
  const listener = createListener({ app, config, logger, metrics, admission, memory, guard, tracer });
  catchUncaught(fail);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      logger.info({ signal }, 'draining');
      void stop(0);
    });
  }
  const loaded = await loadClassifier(config);
  const { name, version: modelVersion, weights, labels, passes, provenance } = loaded.contract;
  metrics.setModel({
    ...{ name, version: modelVersion, sha256: weights.sha256, provenance },
    ...{ labels, passes: passes.length },
  });
  classifier = loaded;
  // Only now: a wrong model never answers, and there is nothing to answer before.
  listener.server.once('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'it is in use' : error.code;
    process.stderr.write(`PORT ${config.PORT} cannot be listened on: ${reason}\n`);
    process.exit(1);
  });
  listener.server.listen(config.PORT, () => {
    const port = portOf(listener.server.address());
    const startMs = performance.now();
    metrics.setStart(startMs);
    logger.info({ port, model: { name, version: modelVersion }, start_ms: Math.round(startMs) }, 'listening');
  });
}

/** Loaded where it is used alone, so that it costs a start nothing where it is not. */
async function tracerOf(config: Config, logger: Logger): Promise<Tracer | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = config;
  if (endpoint === '') return undefined;
  const { createTracer } = await import('./telemetry/tracer.ts');
  return createTracer({ endpoint, serviceName, version: manifest.version, logger });
}

function portOf(address: ReturnType<import('node:net').Server['address']>): number | undefined {
  return typeof address === 'object' ? address?.port : undefined;
}

start().catch((error: unknown) => {
  const told = error instanceof ConfigError || error instanceof ContractError;
  process.stderr.write(`${told ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exit(1);
});
