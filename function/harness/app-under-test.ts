import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { loadGuard } from '../src/access/guard.ts';
import { createApp } from '../src/app.ts';
import { BodyMemory } from '../src/body/body-memory.ts';
import { type Config, parseConfig } from '../src/config.ts';
import { createHandler } from '../src/handler.ts';
import { createInFlightLimit } from '../src/http/in-flight.ts';
import { DecodeGate } from '../src/image/decode-gate.ts';
import { HeicDecoder } from '../src/image/heic/decoder.ts';
import { createListener, type Listener } from '../src/listener/server.ts';
import { createClassifier } from '../src/model/classifier.ts';
import type { ModelContract } from '../src/model/contract.ts';
import type { Session } from '../src/model/session.ts';
import { createLogger } from '../src/telemetry/log.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { createVerdicts } from '../src/verdicts/verdicts.ts';
import { contractOf } from './contract.ts';

export type AppUnderTest = Listener & {
  port: number;
  url: string;
  /** Every line that was logged so far. */
  log: Record<string, unknown>[];
  /** Resolves with the next line that has this request id. */
  logged(requestId: string): Promise<Record<string, unknown>>;
};

/** Says cat, with the share of red in the picture as its probability, and the less pet the more green is in it. */
export const redIsCat: Session = {
  async run({ data }) {
    const share = (channel: number) => {
      let sum = 0;
      for (let i = channel; i < data.length; i += 3) sum += data[i]!;
      return sum / (data.length / 3) / 255;
    };
    const cat = share(0);
    return { probabilities: Float32Array.of(cat, 1 - cat), petScore: 1 - share(1), inferenceMs: 1.25 };
  },
  async close() {},
};

export type Options = {
  env?: Record<string, string>;
  session?: Session;
  ready?: boolean;
  stopping?: boolean;
  contract?: Partial<ModelContract>;
};

// It was built before the tests.
const buildFolder = fileURLToPath(new URL('../../dist/function', import.meta.url));

/** The whole function but its process and its model, on a free port until the test is over. */
export async function appUnderTest({
  env = {},
  session = redIsCat,
  ready = true,
  stopping = false,
  contract: changes = {},
}: Options = {}): Promise<AppUnderTest> {
  const config: Config = parseConfig({ PORT: '0', ...env });
  const log: Record<string, unknown>[] = [];
  const lines = new EventEmitter();
  const logger = createLogger(config.LOG_LEVEL, {
    write(line: string) {
      const entry = JSON.parse(line);
      log.push(entry);
      lines.emit('line', entry);
    },
  });
  const inFlight = createInFlightLimit(config.MAX_IN_FLIGHT_REQUESTS);
  const memory = new BodyMemory({
    maxHeldBytes: config.MAX_IN_FLIGHT_BYTES,
    maxBodyBytes: config.MAX_UPLOAD_BYTES,
  });
  const metrics = createMetrics(
    { version: '1.2.3', revision: 'abc', node: process.version },
    { requests: inFlight.requests, bytes: () => memory.heldBytes },
  );
  const contract = contractOf(changes);
  metrics.setModel({
    name: 'cats-vs-dogs',
    version: '1.0.0',
    sha256: 'f00',
    provenance: contract.provenance,
    labels: contract.labels,
    passes: 1,
  });
  const artifact = { contract, weights: Buffer.alloc(0), selfTestPhoto: Buffer.alloc(0) };
  const gate = new DecodeGate(config.DECODE_CONCURRENCY, config.MAX_DECODE_BYTES);
  const classifier = createClassifier(artifact, session, {
    maxPixels: config.MAX_PIXELS,
    timeoutSeconds: config.DECODE_TIMEOUT_SECONDS,
    gate,
    heic: config.HEIC === 'on' ? new HeicDecoder() : undefined,
  });
  const verdicts = config.VERDICTS === 'on' ? createVerdicts({ config, logger, metrics }) : undefined;
  const app = createApp({
    version: '1.2.3',
    config,
    memory,
    metrics,
    buildFolder,
    classifier: () => (ready ? classifier : undefined),
    stopping: () => stopping,
    verdicts,
  });
  const guard = await loadGuard(config, logger, metrics);
  const handle = createHandler({ app, config, logger, metrics, inFlight, memory, guard });
  const listener = createListener({ handle, config, logger, metrics });
  listener.server.listen(0, '127.0.0.1');
  await once(listener.server, 'listening');
  onTestFinished(() => {
    guard?.close();
    void verdicts?.close();
    listener.server.closeAllConnections();
    listener.server.close();
  });
  const { port } = listener.server.address() as AddressInfo;
  return {
    ...listener,
    port,
    url: `http://127.0.0.1:${port}`,
    log,
    async logged(requestId) {
      for (;;) {
        const found = log.find((entry) => entry.request_id === requestId);
        if (found !== undefined) return found;
        await once(lines, 'line');
      }
    },
  };
}
