import { Command } from '@commander-js/extra-typings';
import { up } from '../kind/install.ts';
import versions from '../versions.json' with { type: 'json' };

export default () =>
  new Command()
    .description(
      `Creates the Kind cluster and installs Knative Serving ${versions.knative} with Kourier. Whatever is there already
      stays.`,
    )
    .action(async () => {
      await up(console.log);
      console.log('next: npx . kind full; or build, load and deploy one after the other');
    });
