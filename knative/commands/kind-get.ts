import { Command } from '@commander-js/extra-typings';
import { getKind } from '../kind/kind.ts';
import versions from '../versions.json' with { type: 'json' };

export default () =>
  new Command()
    .description(
      `Downloads kind ${versions.kind} into the cache, where the other verbs find it, and checks its SHA-256 against
      knative/checksums.json. The first download of a version that is not in it writes it there.`,
    )
    .action(async () => {
      console.log(await getKind());
      console.log('next: npx . kind full');
    });
