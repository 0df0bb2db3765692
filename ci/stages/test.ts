import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../tools/failure.ts';
import { attach } from '../../tools/process.ts';
import { outFolder } from '../pipeline/handover.ts';
import { runStage } from '../pipeline/stage.ts';

type Line = readonly [string, ...string[]];

/** The image's tests need containers, and a core for each: they are no part of npm test. */
const WHOLE: readonly Line[] = [
  ['npm', 'test'],
  ['npx', 'vitest', 'run', '--project', 'image'],
];

await runStage({
  name: 'test',
  help: `does npm test, with the coverage of the function and its floor, and the tests of the image, or with TEST_FILES those
tests alone; then the gates. It fails when one of them did, after all have been done. Writes ci/out/junit/*.xml, coverage/, ci/out/gates.txt and ci/out/audit/.`,
  async run({ testFiles }) {
    // What a person runs, or some of it; then what no test can know.
    const commands: Line[] = [
      ...(testFiles === undefined ? WHOLE : [['npx', 'vitest', 'run', testFiles] as const]),
      ['npx', '.', 'ci', 'gates'],
    ];
    const junit = path.join(outFolder, 'junit');
    mkdirSync(junit, { recursive: true });
    const env = {
      COVERAGE: 'true',
      JUNIT_FOLDER: junit,
      PYTEST_ADDOPTS: `--junitxml=${path.join(junit, 'model-build.xml')}`,
    };
    const failed: string[] = [];
    for (const [program, ...args] of commands) {
      const startedAt = performance.now();
      const code = await attach(program, args, { env });
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
      const command = [program, ...args].join(' ');
      console.log(`test: ${command}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
      if (code !== 0) failed.push(command);
    }
    if (failed.length > 0) throw new Failure(failed.join(', '));
    return `passed: ${testFiles === undefined ? 'npm test with coverage' : `tests of ${testFiles}`}, and the gates`;
  },
});
