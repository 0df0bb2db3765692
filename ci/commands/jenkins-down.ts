import { Command } from '@commander-js/extra-typings';
import { runSync } from '../../tools/process.ts';
import { NAME, VOLUME } from '../jenkins/container.ts';

export default () =>
  new Command()
    .description('Stops the Jenkins of npx . ci jenkins-up and removes it.')
    .option('--builds', 'remove its builds, too')
    .action(({ builds }) => {
      runSync('docker', ['rm', '--force', NAME]);
      if (builds) runSync('docker', ['volume', 'rm', '--force', VOLUME]);
      console.log(
        `${NAME} is gone${builds ? ', with its builds' : '; npx . ci jenkins-up brings it back with its builds'}`,
      );
    });
