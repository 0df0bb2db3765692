import path from 'node:path';
import { root } from '../../tools/names.ts';
import { mustSucceed } from '../../tools/process.ts';
import { runStage } from '../pipeline/stage.ts';

await runStage({
  name: 'train',
  help: `trains, quantises, calibrates and evaluates a candidate: what of it is not up to date, and from where it was
interrupted. Reads model-build/work/*.zip and params.yaml. Writes model-build/work/candidate and work/report.json.`,
  async run() {
    await mustSucceed('./python', ['-m', 'dvc', 'repro', 'evaluate'], {
      cwd: path.join(root, 'model-build'),
    });
    return 'model-build/work/candidate is evaluated';
  },
});
