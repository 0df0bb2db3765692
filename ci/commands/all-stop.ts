import { Command } from '@commander-js/extra-typings';
import { Failure } from '../../tools/failure.ts';
import { cliFile } from '../../tools/names.ts';
import { attach } from '../../tools/process.ts';

/** Each says itself what it stopped. */
const STOPS = [
  ['cluster', 'stop'],
  ['monitoring', 'stop'],
  ['image', 'stop'],
];

export default () =>
  new Command()
    .description(
      'Stops the function in the cluster and on this machine, and the monitoring. All of them are tried.',
    )
    .action(async () => {
      const failed: string[] = [];
      for (const words of STOPS) {
        if ((await attach(process.execPath, [cliFile, ...words])) !== 0) failed.push(words.join(' '));
      }
      if (failed.length > 0) throw new Failure(`${failed.join(', ')}: see above`);
    });
