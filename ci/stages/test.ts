import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../tools/failure.ts';
import { outFolder } from '../pipeline/handover.ts';
import { execute } from '../pipeline/program.ts';
import { runStage } from '../pipeline/stage.ts';

/** What a person runs, with the coverage of the function's tests; then what no test can know. */
const COMMANDS = [
  ['npm', 'test'],
  ['npx', '.', 'ci', 'gates'],
] as const;

await runStage({
  name: 'test',
  help: `does npm test, with the coverage of the function and its floor, then the gates, and fails when one of them did,
after both have been done. Writes ci/out/junit/*.xml, coverage/, ci/out/gates.txt and ci/out/audit/.`,
  async run() {
    const junit = path.join(outFolder, 'junit');
    mkdirSync(junit, { recursive: true });
    const env = {
      ...process.env,
      COVERAGE: 'true',
      JUNIT_FOLDER: junit,
      PYTEST_ADDOPTS: `--junitxml=${path.join(junit, 'model-build.xml')}`,
    };
    const failed: string[] = [];
    for (const [program, ...args] of COMMANDS) {
      const startedAt = performance.now();
      const code = await execute(program, args, { env });
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
      const command = [program, ...args].join(' ');
      console.log(`test: ${command}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
      if (code !== 0) failed.push(command);
    }
    if (failed.length > 0) throw new Failure(failed.join(', '));
    return 'passed: npm test with coverage, and the gates';
  },
});
