import { spawnSync } from 'node:child_process';
import { Command } from '@commander-js/extra-typings';
import { NAME } from '../../tools/names.ts';
import { findEngine } from '../image/engine.ts';

/** Longer than the function takes to answer the requests that it has. */
const END_SECONDS = '40';

export default () =>
  new Command().description('Stops the container of npx . image run.').action(() => {
    const { name } = findEngine();
    const { status } = spawnSync(name, ['stop', '--time', END_SECONDS, NAME], { stdio: 'ignore' });
    console.log(status === 0 ? `${NAME} has ended` : `no container ${NAME} runs`);
  });
