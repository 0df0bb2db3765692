import { NAME } from '../../tools/names.ts';
import { succeeds } from '../../tools/process.ts';
import { findEngine } from './engine.ts';

/** Longer than the function takes to answer what is in. */
const END_SECONDS = '40';

try {
  const { name } = findEngine();
  const hasStopped = succeeds(name, 'stop', '--time', END_SECONDS, NAME);
  console.log(hasStopped ? `${NAME} has ended` : `no container ${NAME} runs`);
} catch (error) {
  console.error(`image:stop: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
