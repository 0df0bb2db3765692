import { describe, expect, it } from 'vitest';
import type { Environment } from '../../tools/process.ts';
import { type Choices, stages } from '../pipeline/pipeline.ts';
import { environmentOf, runStages, summaryTable, verdict } from '../pipeline/runner.ts';

const nothing: Choices = { SKIP_TRAINING: false, SKIP_TESTS: false, SKIP_DOCKER: false };

/** Plays the pipeline; `failing` ends with 3. */
async function play({ choices = nothing, branch = 'main', failing = '', env = {} as Environment } = {}) {
  const started: [string, Environment][] = [];
  const results = await runStages({
    ...{ stages, choices, branch, env },
    start: async (stage, environment) => {
      started.push([stage.name, environment]);
      return stage.name === failing ? 3 : 0;
    },
    say: () => {},
  });
  return { started, results };
}

const names = (list: readonly [string, Environment][]) => list.map(([name]) => name);

describe('a run', () => {
  it('does every stage in order', async () => {
    const { started, results } = await play();
    expect(names(started)).toEqual(stages.map(({ name }) => name));
    expect(verdict(results)).toBe('passed');
  });

  it.each(stages.map(({ name }) => name))(
    'ends where %s fails, and says what was not run',
    async (failing) => {
      const { started, results } = await play({ failing });
      expect(names(started).at(-1)).toBe(failing);
      expect(verdict(results)).toBe('FAILED');
      const index = stages.findIndex(({ name }) => name === failing);
      expect(results.slice(index + 1).every(({ outcome }) => outcome === 'not run')).toBe(true);
      expect(results[index]).toMatchObject({ outcome: 'FAILED', detail: 'ended with 3' });
    },
  );

  it('skips what it is told to, and says by what', async () => {
    const { started, results } = await play({
      choices: { ...nothing, SKIP_TRAINING: true, SKIP_TESTS: true },
    });
    expect(names(started)).toEqual([
      'preflight',
      'setup',
      'validate',
      'image',
      'push',
      'deploy',
      'smoke',
      'promote',
    ]);
    expect(summaryTable(results)).toMatch(/^train +skipped +SKIP_TRAINING$/m);
  });

  it('deploys nothing from another branch than main', async () => {
    const { started, results } = await play({ branch: 'feature' });
    expect(names(started).at(-1)).toBe('image');
    expect(summaryTable(results)).toMatch(/^deploy +skipped +only on main, this is feature$/m);
  });

  it('gives each secret to the stages that need it alone', async () => {
    const env = { KAGGLE_KEY: 'k', KAGGLE_USERNAME: 'u', REGISTRY_TOKEN: 't', PATH: '/bin' };
    const { started } = await play({ env });
    const seen = Object.fromEntries(started.map(([name, given]) => [name, Object.keys(given).sort()]));
    expect(seen.preflight).toEqual(['KAGGLE_KEY', 'KAGGLE_USERNAME', 'PATH', 'REGISTRY_TOKEN']);
    expect(seen.data).toEqual(['KAGGLE_KEY', 'KAGGLE_USERNAME', 'PATH']);
    expect(seen.push).toEqual(['PATH', 'REGISTRY_TOKEN']);
    expect(seen.promote).toEqual(['PATH', 'REGISTRY_TOKEN']);
    for (const name of ['setup', 'test', 'train', 'validate', 'image', 'deploy', 'smoke']) {
      expect(seen[name], name).toEqual(['PATH']);
    }
    expect(environmentOf({ name: 'x', title: 'X' }, env)).toEqual({ PATH: '/bin' });
  });

  it('shows a table with the time of each stage and of all', async () => {
    const { results } = await play({ failing: 'test' });
    const table = summaryTable(results.map((result) => ({ ...result, seconds: 1.25 })));
    expect(table.split('\n')[0]).toMatch(/^stage +end +time$/);
    expect(table).toMatch(/^setup +passed +1\.3 s$/m);
    expect(table).toMatch(/^train +not run$/m);
    expect(table).toMatch(/^all +FAILED +13\.8 s$/m);
  });
});
