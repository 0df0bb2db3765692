import { spawnSync } from 'node:child_process';
import { NAME } from '../../tools/names.ts';
import { findEngine } from './engine.ts';

/** Longer than the function takes to answer what is in. */
const END_SECONDS = '40';

try {
  const { name } = findEngine();
  const { status } = spawnSync(name, ['stop', '--time', END_SECONDS, NAME], { stdio: 'ignore' });
  console.log(status === 0 ? `${NAME} has ended` : `no container ${NAME} runs`);
} catch (error) {
  console.error(`image:stop: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
