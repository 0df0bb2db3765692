import { Command } from '@commander-js/extra-typings';
import { integer } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { PROJECT, root } from '../../tools/names.ts';
import { attach } from '../../tools/process.ts';
import { findEngine } from '../image/engine.ts';
import { identify } from '../image/identity.ts';

export default () =>
  new Command()
    .description(
      'Runs the image of this tree on this machine, as strictly as a cluster does, until npx . image stop.',
    )
    .option('--image <reference>', 'another one than npx . image build makes')
    .option('--port <number>', 'on this machine', integer('--port', { min: 1, max: 65_535 }), 8080)
    .action(async ({ port, image = identify(root).reference }) => {
      const engine = findEngine();
      if (engine.name === 'buildah') {
        throw new Failure('podman or docker is needed to run an image; buildah only builds');
      }
      const code = await attach(engine.name, [
        ...['run', '--detach', '--rm', '--name', PROJECT, '--publish', `${port}:8080`],
        ...['--read-only', '--cap-drop', 'ALL', '--memory', '256m', image],
      ]);
      if (code !== 0) {
        throw new Failure(`${engine.name} could not run ${image}: is it built (npx . image build)?`);
      }
      console.log(`next: curl -F file=@function/samples/chelsea.png localhost:${port}/predict`);
    });
