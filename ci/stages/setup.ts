import manifest from '../../package.json' with { type: 'json' };
import { mustSucceed } from '../../tools/process.ts';
import { runStage } from '../pipeline/stage.ts';

await runStage({
  name: 'setup',
  help: `installs the packages of package-lock.json, and model-build's of requirements.lock.
Reads the network, or npm's and pip's caches. Writes node_modules/ and model-build/.venv/.`,
  async run({ choices }) {
    await mustSucceed('npm', ['ci', '--prefer-offline']);
    // The model gate is Python too, so that no choice makes it unnecessary.
    await mustSucceed('model-build/python', ['-c', 'import cats_vs_dogs.cli']);
    const without = Object.entries(choices).flatMap(([name, chosen]) => (chosen ? [name] : []));
    const chosen = without.length > 0 ? `, with ${without.join(' and ')}` : '';
    return `packages are there for Node.js ${process.versions.node} (${manifest.engines.node}) and Python${chosen}`;
  },
});
