import { Command } from '@commander-js/extra-typings';
import { failedChecks } from '../../tools/checks.ts';
import { Failure } from '../../tools/failure.ts';
import { checks } from '../doctor/checks.ts';

export default () =>
  new Command()
    .description(
      `Looks at what this machine has for building the image and running it on Kind: Node.js, CPUs, memory, disk, proxy,
      image builder, kubectl, kind, ports, registries. Each line that fails names the command that helps. It changes
      nothing.`,
    )
    .action(async () => {
      const failed = await failedChecks(checks(), console.log);
      if (failed.length > 0) throw new Failure(`${failed.join(', ')}: see above`);
      console.log('nothing is in the way; next: npx . kind full');
    });
