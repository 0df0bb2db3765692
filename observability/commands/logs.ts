import { Argument, Command } from '@commander-js/extra-typings';
import { contextOption, integer } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAMESPACE, PARTS, type Part } from '../stack/names.ts';

export default () =>
  new Command()
    .description('Shows the log of one part of the monitoring.')
    .addArgument(new Argument('<part>', 'the part').choices(Object.keys(PARTS) as Part[]))
    .option('--follow', 'go on until ^C')
    .option('--tail <lines>', 'how many lines', integer('--tail', { min: 0, max: 1_000_000 }), 100)
    .addOption(contextOption())
    .action(async (part, { context, follow, tail }) => {
      const code = await new Kubectl(context).attach([
        ...['logs', `deployment/${part}`, '--namespace', NAMESPACE, '--all-containers'],
        ...['--tail', String(tail), ...(follow === true ? ['--follow'] : [])],
      ]);
      if (code !== 0) process.exitCode = code;
    });
