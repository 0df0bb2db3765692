import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { root } from '../../tools/names.ts';
import { mustSucceed } from '../../tools/process.ts';

const cwd = path.join(root, 'model-build');
/** The tests run side by side: PyTorch's threads would only take time from each other. */
const env = { OMP_NUM_THREADS: '1', ...process.env };
const STEPS = [
  ['ruff', 'check', '.'],
  ['ruff', 'format', '--check', '.'],
  ['mypy'],
  ['pytest', '-n', 'auto', '--maxprocesses', '4', '--dist', 'loadfile'],
];

export default () =>
  new Command()
    .description("Runs model-build's linters, type check and tests, up to the first that fails.")
    .action(async () => {
      for (const words of STEPS) await mustSucceed('./python', ['-m', ...words], { cwd, env });
    });
