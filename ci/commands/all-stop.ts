import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../tools/command.ts';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { attach } from '../../tools/process.ts';

/** Whatever there is of them: each says itself what it stopped. */
const STOPS = ['app:stop', 'monitoring:stop', 'image:stop'];

await runCommand({
  name: 'all:stop',
  help: `Stops the function in the cluster and on this machine, and the monitoring: ${STOPS.join(', ')}. All of them are tried.

  npm run all:stop`,
  options: {},
  async run() {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const failed: string[] = [];
    for (const script of STOPS.filter((name) => name in scripts)) {
      if ((await attach('npm', ['run', '--silent', script])) !== 0) failed.push(script);
    }
    if (failed.length > 0) throw new Failure(`${failed.join(', ')}: see above`);
  },
});
