// The file that functions-framework loads: npx functions-framework --source=dist/function --target=predict
import { http } from '@google-cloud/functions-framework';
import { parseConfig } from './config.ts';
import { createFunction, failStart } from './function.ts';
import type { HttpFunction } from './http/route.ts';
import { createLogger } from './telemetry/log.ts';
import { createLogLines } from './telemetry/log-lines.ts';

/** Requests wait for the model: the framework listens before it is loaded. */
async function start(): Promise<HttpFunction> {
  const config = parseConfig(process.env);
  const lines = createLogLines();
  const logger = createLogger(config.LOG_LEVEL, lines);
  const { handle, load } = await createFunction({ config, logger, lines, stopping: () => false });
  await load();
  return handle;
}

const started = start();
started.catch(failStart);
http('predict', async (request, response) => (await started)(request, response));
