import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildImage } from './build-image.ts';
import { type EngineName, engineNames, findEngine, type ImageDescription } from './engine.ts';
import { identify } from './identity.ts';

const HELP = `Builds the function's container image.

  npm run image:build -- [options]

  --tag REFERENCE     name it so instead of dev.local/cats-vs-dogs:VERSION-COMMIT[-dirty-CONTENT]
  --platform OS/ARCH  build for another machine, as linux/arm64
  --engine NAME       one of ${engineNames.join(', ')}; without it the first that is there
  --no-cache          make each step anew
  --help              this text

From the environment: NODE_IMAGE and RUNTIME_IMAGE replace the base images, IMAGE_SOURCE the address of the
sources, SOURCE_REVISION the commit, and SOURCE_DATE_EPOCH the time of all files, which is 0.`;

const root = fileURLToPath(new URL('../../', import.meta.url));
const MEGABYTE = 1e6;

function main(): void {
  const { values } = parseArgs({
    options: {
      tag: { type: 'string' },
      platform: { type: 'string' },
      engine: { type: 'string' },
      'no-cache': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const engine = findEngine(engineNamed(values.engine));
  const found = identify(root);
  const identity = values.tag === undefined ? found : { ...found, reference: values.tag };
  buildImage(engine, identity, {
    context: root,
    cache: !values['no-cache'],
    progress: true,
    ...(values.platform !== undefined && { platform: values.platform }),
  });
  console.log(report(identity.reference, engine.describe(identity.reference)));
  const run = engine.name === 'docker' ? 'docker' : 'podman';
  console.log(`next: ${run} run --rm --publish 8080:8080 --read-only --cap-drop ALL ${identity.reference}`);
}

function engineNamed(name: string | undefined): EngineName | undefined {
  const engine = engineNames.find((known) => known === name);
  if (name !== undefined && !engine) throw new Error(`--engine must be one of ${engineNames.join(', ')}`);
  return engine;
}

function report(reference: string, { id, digest, layers }: ImageDescription): string {
  const total = layers.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = layers.map(({ bytes, createdBy }) => `${megabytes(bytes)}  ${createdBy.slice(0, 80)}`);
  return ['', reference, `id      ${id}`, `digest  ${digest ?? 'known when it is pushed'}`, ...lines]
    .concat(`${megabytes(total)}  all layers`, '')
    .join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1).padStart(7)} MB`;
}

try {
  main();
} catch (error) {
  console.error(`image:build: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
