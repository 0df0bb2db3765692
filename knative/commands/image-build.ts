import { Command, Option } from '@commander-js/extra-typings';
import { root } from '../../tools/names.ts';
import { engineNames, type ImageDescription } from '../image/build.ts';
import { buildImage } from '../image/build-image.ts';
import { findEngine } from '../image/engine.ts';
import { identify } from '../image/identity.ts';

const BYTES_PER_MEGABYTE = 1e6;

export default () =>
  new Command()
    .description("Builds the function's container image reproducibly, names it, and prints how to run it.")
    .option(
      '--tag <reference>',
      "the image's name, instead of dev.local/cats-vs-dogs:VERSION-COMMIT[-dirty-CONTENT]",
    )
    .option('--platform <os/arch>', 'build for another machine, as linux/arm64')
    .addOption(
      new Option(
        '--engine <name>',
        'the program that builds; without it the first that is installed',
      ).choices(engineNames),
    )
    .option('--no-cache', 'build each step anew')
    .addHelpText(
      'after',
      `
From the environment: NODE_IMAGE and RUNTIME_IMAGE replace the base images, IMAGE_SOURCE the address of the
sources, SOURCE_REVISION the commit, and SOURCE_DATE_EPOCH the time of all files, which is 0.`,
    )
    .action(({ tag, platform, engine: name, cache }) => {
      const engine = findEngine(name);
      const found = identify(root);
      const identity = tag === undefined ? found : { ...found, reference: tag };
      buildImage(engine, identity, {
        context: root,
        cache,
        progress: true,
        ...(platform !== undefined && { platform }),
      });
      console.log(report(identity.reference, engine.describe(identity.reference)));
      const run = engine.name === 'docker' ? 'docker' : 'podman';
      console.log(
        `next: ${run} run --rm --publish 8080:8080 --read-only --cap-drop ALL ${identity.reference}`,
      );
    });

function report(reference: string, { id, digest, layers }: ImageDescription): string {
  const total = layers.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = layers.map(({ bytes, createdBy }) => `${megabytes(bytes)}  ${createdBy.slice(0, 80)}`);
  return ['', reference, `id      ${id}`, `digest  ${digest ?? 'known when it is pushed'}`, ...lines]
    .concat(`${megabytes(total)}  all layers`, '')
    .join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / BYTES_PER_MEGABYTE).toFixed(1).padStart(7)} MB`;
}
