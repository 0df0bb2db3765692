import { PROJECT } from '../../tools/names.ts';
import { succeeds } from '../../tools/process.ts';
import { findEngine } from './engine.ts';

/** Longer than the function takes to answer what is in. */
const END_SECONDS = '40';

try {
  const { name } = findEngine();
  const hasStopped = succeeds(name, 'stop', '--time', END_SECONDS, PROJECT);
  console.log(hasStopped ? `${PROJECT} has ended` : `no container ${PROJECT} runs`);
} catch (error) {
  console.error(`image:stop: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
