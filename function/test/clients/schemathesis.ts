// npm run test:schemathesis -- [seconds]: schemathesis on openapi.json, against the built function.
import path from 'node:path';
import { startServer } from '../../harness/built-server.ts';
import { installClients, runModule } from './python.ts';

const SECONDS = 120;

/**
 * Has schemathesis send the function of this address what its openapi.json allows, and what it does not.
 * @returns its exit code, 0 when every answer was as documented
 */
export async function runSchemathesis(
  url: string,
  seconds: number,
  write: (text: string) => void,
): Promise<number> {
  const { model } = (await (await fetch(`${url}/ready`)).json()) as {
    model: { name: string; version: string };
  };
  const options = ['--max-time', String(seconds), '--continue-on-failure', '--no-color'];
  const config = path.join(import.meta.dirname, 'schemathesis.toml');
  const args = ['--config-file', config, 'run', `${url}/openapi.json`, ...options];
  const env = { MODEL_NAME: model.name, MODEL_VERSION: model.version };
  return runModule('schemathesis.cli', args, env, write);
}

if (process.argv[1] === import.meta.filename) {
  const seconds = Number(process.argv[2] ?? SECONDS);
  if (!(seconds >= 1)) throw new RangeError('the seconds must be 1 or more');
  if (!(await installClients())) process.exit(1);
  const server = await startServer({ LOG_LEVEL: 'error' });
  try {
    process.exitCode = await runSchemathesis(server.url, seconds, (text) => process.stdout.write(text));
    console.log(`peak RSS of the function: ${(server.peakRssBytes() / 1e6).toFixed(0)} MB`);
  } finally {
    await server.stop();
  }
}
