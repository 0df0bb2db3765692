import { spawnSync } from 'node:child_process';
import { runCommand } from '../../tools/command.ts';
import { Failure } from '../../tools/failure.ts';
import { NAME, VOLUME } from '../jenkins/container.ts';

await runCommand({
  name: 'jenkins:down',
  help: `Stops the Jenkins of npm run jenkins:up and removes it.

  npm run jenkins:down -- [options]

  --builds   remove its builds, too`,
  options: { builds: { type: 'boolean' } },
  async run({ builds }) {
    docker('rm', '--force', NAME);
    if (builds) docker('volume', 'rm', '--force', VOLUME);
    console.log(
      `${NAME} is gone${builds ? ', with its builds' : '; npm run jenkins:up brings it back with its builds'}`,
    );
  },
});

function docker(...args: string[]): void {
  const { status, stderr, error } = spawnSync('docker', args, { encoding: 'utf8' });
  if (error) throw new Failure('docker is missing: there is no Jenkins of npm run jenkins:up without it');
  if (status !== 0) throw new Failure(`docker: ${stderr.trim().split('\n').at(-1)}`);
}
