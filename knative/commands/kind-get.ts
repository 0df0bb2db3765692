import { runCommand } from '../../tools/command.ts';
import { getKind } from '../kind/kind.ts';
import versions from '../versions.json' with { type: 'json' };

await runCommand({
  name: 'kind:get',
  help: `Brings kind ${versions.kind} into the cache, where the other kind: commands find it. Its SHA-256 is checked against
knative/checksums.json.

  npm run kind:get`,
  options: {},
  async run() {
    console.log(await getKind());
    console.log('next: npm run kind:full');
  },
});
