import { runCommand } from '../../tools/command.ts';
import { runSync } from '../../tools/process.ts';
import { NAME, VOLUME } from '../jenkins/container.ts';

await runCommand({
  name: 'jenkins:down',
  help: `Stops the Jenkins of npm run jenkins:up and removes it.

  npm run jenkins:down -- [options]

  --builds   remove its builds, too`,
  options: { builds: { type: 'boolean' } },
  async run({ builds }) {
    runSync('docker', ['rm', '--force', NAME]);
    if (builds) runSync('docker', ['volume', 'rm', '--force', VOLUME]);
    console.log(
      `${NAME} is gone${builds ? ', with its builds' : '; npm run jenkins:up brings it back with its builds'}`,
    );
  },
});
