import path from 'node:path';
import { run } from '../../tools/process.ts';
import { findEngine } from '../image/engine.ts';
import { knativeFolder } from '../names.ts';

/** Builds the hello-world image. @returns its name */
export async function buildHello(): Promise<string> {
  const image = 'dev.local/cats-vs-dogs-hello:1';
  const { RUNTIME_IMAGE } = process.env;
  await run(findEngine().name, [
    ...['build', '--quiet', '--tag', image],
    ...(RUNTIME_IMAGE ? ['--build-arg', `RUNTIME_IMAGE=${RUNTIME_IMAGE}`] : []),
    path.join(knativeFolder, 'bench/hello'),
  ]);
  return image;
}
