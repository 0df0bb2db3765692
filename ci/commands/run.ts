import { Command } from '@commander-js/extra-typings';
import { variableLines } from '../../tools/cli/options.ts';
import { UsageError } from '../../tools/failure.ts';
import { currentCommit } from '../../tools/git.ts';
import { attach } from '../../tools/process.ts';
import { writeOut } from '../pipeline/handover.ts';
import { credentials, parameters, reasonToSkip, type Stage, stages } from '../pipeline/pipeline.ts';
import { type Result, runStages, summaryTable } from '../pipeline/runner.ts';
import { parseSettings, variables } from '../pipeline/settings.ts';
import { currentBranch } from '../pipeline/working-tree.ts';

const names = stages.map(({ name }) => name).join(', ');

export default () =>
  new Command()
    .description(`Runs the pipeline, as Jenkins does: ${names}.`)
    .option('--from <stage>', 'begin with that one; the results of the stages before it must be there')
    .option('--only <stage>', 'run that one only')
    .option('--skip-training', parameters.SKIP_TRAINING)
    .option('--skip-tests', parameters.SKIP_TESTS)
    .option('--skip-docker', parameters.SKIP_DOCKER)
    .option('--list', 'show what would run, and run nothing')
    .addHelpText(
      'after',
      `
From the environment:
${variableLines(variables)}
and the secrets ${Object.keys(credentials).join(', ')}, which only the stages that need them get.`,
    )
    .action(async (values) => {
      const env = {
        ...process.env,
        ...(values.skipTraining && { SKIP_TRAINING: 'true' }),
        ...(values.skipTests && { SKIP_TESTS: 'true' }),
        ...(values.skipDocker && { SKIP_DOCKER: 'true' }),
      };
      const { choices } = parseSettings(env);
      const branch = currentBranch(env);
      const chosen = choose(values.from, values.only);
      if (values.list) {
        for (const stage of chosen) {
          const reason = reasonToSkip(stage, choices, branch);
          console.log(`${stage.name.padEnd(10)}${reason === undefined ? stage.title : `skipped: ${reason}`}`);
        }
        return;
      }
      const results = await runStages({
        ...{ stages: chosen, choices, branch, env },
        start: (stage, environment) => attach('ci/stage', [stage.name], { wholeEnvironment: environment }),
        say: console.log,
      });
      report(results);
    });

function choose(from: string | undefined, only: string | undefined): readonly Stage[] {
  if (from !== undefined && only !== undefined) throw new UsageError('--from and --only exclude each other');
  if (only !== undefined) return [stageNamed('only', only)];
  return from === undefined ? stages : stages.slice(stages.indexOf(stageNamed('from', from)));
}

function stageNamed(option: string, name: string): Stage {
  const stage = stages.find((known) => known.name === name);
  if (stage === undefined) throw new UsageError(`--${option} must be one of ${names}, found: ${name}`);
  return stage;
}

function report(results: readonly Result[]): void {
  console.log(`\n${summaryTable(results)}`);
  const rows = results.map(({ stage, outcome, seconds, detail }) => ({
    stage: stage.name,
    outcome,
    seconds: Number(seconds.toFixed(1)),
    detail,
  }));
  writeOut('summary.json', `${JSON.stringify({ commit: currentCommit(), stages: rows }, null, 2)}\n`);
  const failed = results.find(({ outcome }) => outcome === 'FAILED')?.stage.name;
  if (failed === undefined) return;
  console.error(`\nci run: ${failed} failed: docs/ci.md tells what to do; npx . ci run --from ${failed}`);
  process.exitCode = 1;
}
