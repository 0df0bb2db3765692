import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { attach, mustSucceed } from '../../tools/process.ts';
import { writeOut } from '../pipeline/handover.ts';
import { runStage } from '../pipeline/stage.ts';

const RELEASE = path.join(root, 'function', 'model');
const CANDIDATE = path.join(root, 'model-build', 'work', 'candidate');

await runStage({
  name: 'validate',
  help: `holds the model to its gate: the candidate that was trained, which goes into function/model when it passes; or
with SKIP_TRAINING the one that is there. Reads model-build/work and params.yaml. Writes function/model, ci/out/model.`,
  async run({ choices }) {
    const released = choices.SKIP_TRAINING ? ['--released'] : [];
    const code = await attach('model-build/python', ['-m', 'cats_vs_dogs', 'gate', ...released]);
    if (code !== 0) throw new Failure('the model does not pass the gate: nothing was released');
    if (!choices.SKIP_TRAINING && weightsOf(CANDIDATE) !== weightsOf(RELEASE)) {
      await mustSucceed('model-build/python', ['-m', 'cats_vs_dogs', 'release']);
    }
    const files = ['model.json', 'report.json', 'MODEL_CARD.md'];
    for (const file of files) writeOut(`model/${file}`, readFileSync(path.join(RELEASE, file), 'utf8'));
    const { version } = contractOf(RELEASE);
    return `model ${version} (weights ${weightsOf(RELEASE).slice(0, 12)}) passes the gate; its report is in ci/out/model`;
  },
});

interface Contract {
  version: string;
  weights: { sha256: string };
}

function contractOf(folder: string): Contract {
  return JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')) as Contract;
}

function weightsOf(folder: string): string {
  return contractOf(folder).weights.sha256;
}
