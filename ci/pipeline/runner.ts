import { messageOf } from '../../tools/failure.ts';
import type { Environment } from '../../tools/process.ts';
import { table } from '../../tools/table.ts';
import { type Choices, credentials, reasonToSkip, type Stage } from './pipeline.ts';

export type Outcome = 'passed' | 'FAILED' | 'skipped' | 'not run';

export interface Result {
  stage: Stage;
  outcome: Outcome;
  seconds: number;
  /** Why it was skipped, or how it failed. */
  detail?: string | undefined;
}

export interface Run {
  stages: readonly Stage[];
  choices: Choices;
  branch: string;
  /** Runs a stage's script with that environment. @returns its exit code */
  start(stage: Stage, env: Environment): Promise<number>;
  env: Environment;
  say(line: string): void;
}

/** Runs stages one after the other until one fails. */
export async function runStages({ stages, choices, branch, start, env, say }: Run): Promise<Result[]> {
  const results: Result[] = [];
  let failed = false;
  for (const stage of stages) {
    const reason = reasonToSkip(stage, choices, branch);
    if (failed) results.push({ stage, outcome: 'not run', seconds: 0 });
    else if (reason !== undefined) {
      results.push({ stage, outcome: 'skipped', seconds: 0, detail: reason });
      say(`\n--- ${stage.title}: skipped (${reason})`);
    } else {
      say(`\n--- ${stage.title}: ci/stage ${stage.name}`);
      const startedAt = performance.now();
      const detail = await complaintOf(() => start(stage, environmentOf(stage, env)));
      failed = detail !== undefined;
      const seconds = (performance.now() - startedAt) / 1000;
      results.push({ stage, seconds, outcome: failed ? 'FAILED' : 'passed', ...(failed && { detail }) });
    }
  }
  return results;
}

/** How a script failed; undefined: it did not. */
async function complaintOf(run: () => Promise<number>): Promise<string | undefined> {
  try {
    const code = await run();
    return code === 0 ? undefined : `ended with ${code}`;
  } catch (error) {
    return messageOf(error);
  }
}

/** Without the secrets that are not for this stage, as Jenkins binds them. */
export function environmentOf(stage: Stage, env: Environment): Environment {
  const allowed: readonly string[] = stage.credentials ?? [];
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !(name in credentials) || allowed.includes(name)),
  );
}

export function summaryTable(results: readonly Result[]): string {
  const rows = results.map(({ stage, outcome, seconds, detail }) => [
    stage.name,
    outcome,
    outcome === 'passed' || outcome === 'FAILED' ? `${seconds.toFixed(1)} s` : '',
    detail ?? '',
  ]);
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
  const all = ['all', verdict(results), `${total.toFixed(1)} s`, ''];
  return table([['stage', 'end', 'time', ''], ...rows, all], { right: [2] });
}

export function verdict(results: readonly Result[]): Outcome {
  return results.some(({ outcome }) => outcome === 'FAILED') ? 'FAILED' : 'passed';
}
