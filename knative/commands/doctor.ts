import { Command } from '@commander-js/extra-typings';
import { checkLine, failedChecks } from '../../tools/checks.ts';
import { Failure } from '../../tools/failure.ts';
import { checks } from '../doctor/checks.ts';

export default () =>
  new Command()
    .description(
      `Looks at what this machine has for building the image and running it on Kind: Node.js, CPUs, memory, disk, proxy,
      image builder, kubectl, kind, ports, registries. Each line that fails names the command that helps. It changes
      nothing.`,
    )
    .option('--json', 'print one JSON object a check, for programs')
    .action(async ({ json }) => {
      const textOf = json === true ? JSON.stringify : checkLine;
      const failed = await failedChecks(checks(), (result) => console.log(textOf(result)));
      if (failed.length > 0) throw new Failure(`${failed.join(', ')}: see above`);
      if (json !== true) console.log('nothing is in the way; next: npx . kind full');
    });
