import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../knative/lib/failure.ts';
import { root } from '../../knative/lib/names.ts';
import { outFolder } from '../lib/handover.ts';
import { execute } from '../lib/program.ts';
import { runStage } from '../lib/stage.ts';

/** Beside `npm test`: the floor of the coverage, and what no test can know. */
const MORE = ['coverage', 'gates'];

await runStage({
  name: 'test',
  help: `does each part of npm test, then the coverage and the gates, and fails when one of them did, after all have been done.
Writes ci/out/junit/*.xml, coverage/, ci/out/gates.txt and ci/out/audit/.`,
  async run() {
    const junit = path.join(outFolder, 'junit');
    mkdirSync(junit, { recursive: true });
    const failed: string[] = [];
    const scripts = [...partsOfNpmTest(), ...MORE];
    for (const script of scripts) {
      const startedAt = performance.now();
      const code = await execute('npm', ['run', '--silent', script], {
        env: {
          ...process.env,
          JUNIT_FOLDER: junit,
          PYTEST_ADDOPTS: `--junitxml=${path.join(junit, 'model-build.xml')}`,
        },
      });
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
      console.log(`test: ${script}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
      if (code !== 0) failed.push(script);
    }
    if (failed.length > 0) throw new Failure(failed.map((script) => `npm run ${script}`).join(', '));
    return `passed: ${scripts.join(', ')}`;
  },
});

/** The scripts that `npm test` runs, whichever rooms there are. */
function partsOfNpmTest(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: { test: string };
  };
  return [...scripts.test.matchAll(/npm run --silent (\S+)/g)].map(([, script]) => script!);
}
