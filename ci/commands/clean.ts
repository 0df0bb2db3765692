import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../tools/command.ts';
import { root } from '../../tools/names.ts';

/** What can be made again in minutes. */
const MADE = ['dist', 'coverage', 'ci/out'];
/** What takes longer. */
const INSTALLED = ['node_modules', 'model-build/.venv'];

await runCommand({
  name: 'clean',
  help: `Removes what was built and measured: ${MADE.join(', ')}. Photos, runs and models in model-build/work stay.

  npm run clean -- [options]

  --all   also what was installed: ${INSTALLED.join(', ')}`,
  options: { all: { type: 'boolean' } },
  async run({ all }) {
    const there = [...MADE, ...(all ? INSTALLED : [])].filter((folder) =>
      existsSync(path.join(root, folder)),
    );
    for (const folder of there) rmSync(path.join(root, folder), { recursive: true, force: true });
    console.log(there.length > 0 ? `removed ${there.join(', ')}` : 'there was nothing to remove');
  },
});
