import manifest from '../../package.json' with { type: 'json' };
import { loadGuard } from './access/guard.ts';
import { createApp } from './app.ts';
import { BodyMemory } from './body/body-memory.ts';
import { type Config, ConfigError } from './config.ts';
import { createHandler } from './handler.ts';
import { createInFlightLimit } from './http/in-flight.ts';
import type { Classifier } from './model/classifier.ts';
import { ContractError } from './model/contract-error.ts';
import { loadClassifier } from './model/load.ts';
import type { Logger } from './telemetry/log.ts';
import type { LogLines } from './telemetry/log-lines.ts';
import { createMetrics } from './telemetry/metrics.ts';
import type { Tracer } from './telemetry/tracer.ts';
import { createVerdicts } from './verdicts/verdicts.ts';

type FunctionParts = {
  config: Config;
  logger: Logger;
  /** Where the logger writes. */
  lines: LogLines;
  /** Whether the process ends soon: then it is not ready for more requests. */
  stopping: () => boolean;
};

/** The whole function, whichever server hosts it. @throws ConfigError */
export async function createFunction({ config, logger, lines, stopping }: FunctionParts) {
  const { version } = manifest;
  let classifier: Classifier | undefined;
  const inFlight = createInFlightLimit(config.MAX_IN_FLIGHT_REQUESTS);
  const memory = new BodyMemory({
    maxHeldBytes: config.MAX_IN_FLIGHT_BYTES,
    maxBodyBytes: config.MAX_UPLOAD_BYTES,
  });
  const metrics = createMetrics(
    { version, revision: process.env.BUILD_REVISION ?? 'unknown', node: process.version },
    { requests: inFlight.requests, bytes: () => memory.heldBytes },
    lines.dropped,
  );
  const verdicts = config.VERDICTS === 'on' ? createVerdicts({ config, logger, metrics }) : undefined;
  const app = createApp({
    version,
    config,
    memory,
    metrics,
    buildFolder: import.meta.dirname,
    classifier: () => classifier,
    stopping,
    verdicts,
  });
  const tracer = await loadTracer(config, logger);
  const guard = await loadGuard(config, logger, metrics);
  const handle = createHandler({ app, config, logger, metrics, inFlight, memory, guard, tracer });
  return {
    handle,
    metrics,
    /** Loads the model and makes its self-test. @throws ContractError */
    async load() {
      const loaded = await loadClassifier(config);
      const { name, version, weights, labels, passes, provenance } = loaded.contract;
      metrics.setModel({ name, version, sha256: weights.sha256, provenance, labels, passes: passes.length });
      classifier = loaded;
      return { name, version };
    },
    /** Sends the spans and verdicts that are left. */
    close: () => Promise.all([tracer?.close(), verdicts?.close()]),
  };
}

/** Loads the tracer only where spans are sent: other starts need not wait for it. */
async function loadTracer(config: Config, logger: Logger): Promise<Tracer | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = config;
  if (endpoint === '') return undefined;
  const { createTracer } = await import('./telemetry/tracer.ts');
  return createTracer({ endpoint, serviceName, version: manifest.version, logger });
}

/** Ends the process that cannot start; the user can correct a configuration or a model, so their message is enough. */
export function failStart(error: unknown): never {
  const isExpected = error instanceof ConfigError || error instanceof ContractError;
  process.stderr.write(`${isExpected ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exit(1);
}
