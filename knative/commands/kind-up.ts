import { runCommand } from '../../tools/command.ts';
import { up } from '../kind/up.ts';
import versions from '../versions.json' with { type: 'json' };

await runCommand({
  name: 'kind:up',
  help: `Makes the Kind cluster and installs Knative Serving ${versions.knative} with Kourier, or leaves what there is.

  npm run kind:up`,
  options: {},
  async run() {
    await up(console.log);
    console.log('next: npm run kind:full, or kind:build, kind:load and kind:deploy one after the other');
  },
});
