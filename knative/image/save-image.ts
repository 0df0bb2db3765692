import { Failure } from '../../tools/failure.ts';
import { ProgramError, run } from '../../tools/process.ts';
import type { EngineName } from './build.ts';

/** Writes an image of an engine's store to a file, in the format of `docker save`. @throws Failure when it has none */
export async function saveImage(engine: EngineName, reference: string, archive: string): Promise<void> {
  try {
    if (engine === 'buildah')
      await run(engine, ['push', reference, `docker-archive:${archive}:${reference}`]);
    else await run(engine, ['save', '--output', archive, reference]);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    throw new Failure(`${engine} has no image ${reference}: npx . image build makes it (${error.complaint})`);
  }
}
