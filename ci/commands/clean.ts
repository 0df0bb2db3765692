import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { root } from '../../tools/names.ts';

/** What can be made again in minutes. */
const MADE = ['dist', 'coverage', 'ci/out'];
/** What takes longer. */
const INSTALLED = ['node_modules', 'model-build/.venv'];

export default () =>
  new Command()
    .description(
      `Removes what was built and measured: ${MADE.join(', ')}. Photos, runs and models in model-build/work stay.`,
    )
    .option('--all', `also what was installed: ${INSTALLED.join(', ')}`)
    .action(({ all }) => {
      const there = [...MADE, ...(all ? INSTALLED : [])].filter((folder) =>
        existsSync(path.join(root, folder)),
      );
      for (const folder of there) rmSync(path.join(root, folder), { recursive: true, force: true });
      console.log(there.length > 0 ? `removed ${there.join(', ')}` : 'there was nothing to remove');
    });
