import process from 'node:process';
import { type AppState, createApp } from './app.ts';
import { ConfigError, parseConfig } from './config.ts';
import { DecodeGate } from './image/decode-gate.ts';
import { createLogger } from './log.ts';
import { createClassifier } from './model/classifier.ts';
import { readArtifact } from './model/contract.ts';
import { ContractError } from './model/contract-error.ts';
import { createSession } from './model/session.ts';
import { createWorkerSession, InferenceWorker } from './model/worker-session.ts';
import { createListener } from './server.ts';

async function start(): Promise<void> {
  const config = parseConfig(process.env);
  const logger = createLogger(config.LOG_LEVEL);
  const onWorkerDeath = (error: Error) => {
    logger.fatal({ err: error }, 'cannot go on');
    process.exit(1);
  };
  const state: AppState = { classifier: undefined, draining: false };
  const listener = createListener(createApp(state), config, logger);
  const workers = Array.from({ length: config.INFERENCE_WORKERS }, () => new InferenceWorker(onWorkerDeath));
  const artifact = await readArtifact(config.MODEL_PATH);
  const options = { intraOpThreads: config.INTRA_OP_THREADS };
  const session =
    workers.length === 0
      ? await createSession(artifact.weights, artifact.contract, options)
      : await createWorkerSession(workers, artifact.weights, artifact.contract, options);
  const classifier = createClassifier(artifact, session, {
    maxPixels: config.MAX_PIXELS,
    gate: new DecodeGate(config.DECODE_CONCURRENCY, config.MAX_DECODE_BYTES),
  });
  await classifier.selfTest();
  state.classifier = classifier;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      logger.info({ signal }, 'draining');
      await listener.drain();
      logger.info('stopped');
      process.exit(0);
    });
  }
  listener.server.listen(config.PORT, () => {
    const address = listener.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.PORT;
    logger.info(
      { port, model: { name: artifact.contract.name, version: artifact.contract.version } },
      'listening',
    );
  });
}

start().catch((error: unknown) => {
  const told = error instanceof ConfigError || error instanceof ContractError;
  process.stderr.write(`${told ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exit(1);
});
