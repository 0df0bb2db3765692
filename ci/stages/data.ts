import { existsSync } from 'node:fs';
import path from 'node:path';
import { Failure, messageOf } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { mustSucceed } from '../../tools/process.ts';
import { runStage } from '../pipeline/stage.ts';

const ROOM = path.join(root, 'model-build');
/** Beside the photos: pictures with neither animal, and photos that never train. */
const EXTRA = ['work/not-pets.zip', 'work/originals.zip'];

await runStage({
  name: 'data',
  help: `brings what training reads, where it is not there yet.
Reads KAGGLE_USERNAME and KAGGLE_KEY, and a DVC remote. Writes model-build/work/{archive,not-pets,originals}.zip.`,
  async run() {
    await mustSucceed('model-build/python', ['-m', 'cats_vs_dogs', 'fetch', '--keep']);
    const missing = EXTRA.filter((file) => !existsSync(path.join(ROOM, file)));
    if (missing.length > 0) {
      const targets = missing.map((file) => `${file}.dvc`);
      await mustSucceed('./python', ['-m', 'dvc', 'pull', '--quiet', ...targets], { cwd: ROOM }).catch(
        (error) => {
          throw new Failure(
            `${missing.join(' and ')} are in no DVC remote (${messageOf(error)}): put them there, as model-build/README.md tells`,
          );
        },
      );
    }
    return `photos, pictures of neither animal and hold-out photos are in model-build/work`;
  },
});
