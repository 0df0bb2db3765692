import { Command } from '@commander-js/extra-typings';
import { PROJECT } from '../../tools/names.ts';
import { succeeds } from '../../tools/process.ts';
import { findEngine } from '../image/engine.ts';

/** Longer than the function takes to answer the requests that it has. */
const END_SECONDS = '40';

export default () =>
  new Command().description('Stops the container of npx . image run.').action(() => {
    const { name } = findEngine();
    const hasStopped = succeeds(name, 'stop', '--time', END_SECONDS, PROJECT);
    console.log(hasStopped ? `${PROJECT} has ended` : `no container ${PROJECT} runs`);
  });
