import { spawnSync } from 'node:child_process';
import { Command } from '@commander-js/extra-typings';
import { Failure } from '../../tools/failure.ts';
import { NAME, VOLUME } from '../jenkins/container.ts';

export default () =>
  new Command()
    .description('Stops the Jenkins of npx . ci jenkins-up and removes it.')
    .option('--builds', 'remove its builds, too')
    .action(({ builds }) => {
      docker('rm', '--force', NAME);
      if (builds) docker('volume', 'rm', '--force', VOLUME);
      console.log(
        `${NAME} is gone${builds ? ', with its builds' : '; npx . ci jenkins-up brings it back with its builds'}`,
      );
    });

function docker(...args: string[]): void {
  const { status, stderr, error } = spawnSync('docker', args, { encoding: 'utf8' });
  if (error) throw new Failure('docker is missing: there is no Jenkins of npx . ci jenkins-up without it');
  if (status !== 0) throw new Failure(`docker: ${stderr.trim().split('\n').at(-1)}`);
}
