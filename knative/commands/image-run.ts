import { parseArgs } from 'node:util';
import { NAME, root } from '../../tools/names.ts';
import { attach } from '../../tools/process.ts';
import { findEngine } from './engine.ts';
import { identify } from './identity.ts';

const HELP = `Runs the image of this tree on http://localhost:8080, as strictly as a cluster does, until npm run image:stop.

  npm run image:run -- [options]

  --image REFERENCE   another one than npm run image:build makes
  --port NUMBER       instead of 8080
  --help              this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      image: { type: 'string' },
      port: { type: 'string', default: '8080' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (!/^\d{1,5}$/.test(values.port)) throw new Error(`--port must be a number, found: ${values.port}`);
  const engine = findEngine();
  if (engine.name === 'buildah')
    throw new Error('podman or docker is needed to run an image; buildah only builds');
  const image = values.image ?? identify(root).reference;
  const code = await attach(engine.name, [
    ...['run', '--detach', '--rm', '--name', NAME, '--publish', `${values.port}:8080`],
    ...['--read-only', '--cap-drop', 'ALL', '--memory', '256m', image],
  ]);
  if (code !== 0)
    throw new Error(`${engine.name} could not run ${image}: is it built (npm run image:build)?`);
  console.log(`next: curl -F file=@function/samples/chelsea.png localhost:${values.port}/predict`);
}

main().catch((error: unknown) => {
  console.error(`image:run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
