import process from 'node:process';
import { type AppState, createApp } from './app.ts';
import { ConfigError, parseConfig } from './config.ts';
import { createLogger } from './log.ts';
import { createClassifier } from './model/classifier.ts';
import { ContractError, readArtifact } from './model/contract.ts';
import { createListener } from './server.ts';

async function start(): Promise<void> {
  const config = parseConfig(process.env);
  const logger = createLogger(config.LOG_LEVEL);
  const state: AppState = { classifier: undefined, draining: false };
  const listener = createListener(createApp(state), config, logger);
  const artifact = await readArtifact(config.MODEL_PATH);
  const classifier = await createClassifier(artifact, {
    intraOpThreads: config.INTRA_OP_THREADS,
    maxPixels: config.MAX_PIXELS,
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
