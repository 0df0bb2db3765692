import { rmSync } from 'node:fs';
import path from 'node:path';
import { checkLine, failedChecks } from '../../tools/checks.ts';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { runStage } from '../pipeline/stage.ts';
import { currentBranch } from '../pipeline/working-tree.ts';
import { checks, planOf } from '../preflight/checks.ts';

await runStage({
  name: 'preflight',
  help: `looks for everything that would stop the run later: wrong parameters, missing credentials, a registry or cluster that
does not answer, a full disk, a tree that is not committed. Removes the reports of former runs, ci/out and coverage.`,
  async run(settings) {
    for (const folder of ['ci/out', 'coverage'])
      rmSync(path.join(root, folder), { recursive: true, force: true });
    const branch = currentBranch(process.env);
    const plan = planOf(settings, branch);
    const needed = checks.filter(({ onlyIf }) => onlyIf === undefined || plan[onlyIf]);
    const failed = await failedChecks(
      needed.map(({ name, run }) => ({ name, run: () => run(settings, plan, process.env) })),
      (result) => console.log(checkLine(result)),
    );
    if (failed.length > 0) throw new Failure(`${failed.join(', ')}: see above`);
    const parts = [plan.trains && 'train', plan.builds && 'build', plan.deploys && 'deploy'].filter(Boolean);
    return `nothing is in the way${parts.length > 0 ? ` to ${parts.join(', ')}` : ''}`;
  },
});
