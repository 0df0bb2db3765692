import { Argument, Command } from '@commander-js/extra-typings';
import { contextOption, integer, namespaceOption } from '../../tools/cli/options.ts';
import { PARTS, type Part } from '../stack/names.ts';
import { stackOf } from '../stack/stack.ts';

export default () =>
  new Command()
    .description('Shows the log of one part of the monitoring.')
    .addArgument(new Argument('<part>', 'the part').choices(Object.keys(PARTS) as Part[]))
    .option('--follow', 'go on until ^C')
    .option('--tail <lines>', 'how many lines', integer('--tail', { min: 0, max: 1_000_000 }), 100)
    .addOption(contextOption())
    .addOption(namespaceOption('MONITORING_NAMESPACE'))
    .action(async (part, { follow, tail, ...place }) => {
      const { kubectl, namespace } = stackOf(place);
      const code = await kubectl.attach([
        ...['logs', `deployment/${part}`, '--namespace', namespace, '--all-containers'],
        ...['--tail', String(tail), ...(follow === true ? ['--follow'] : [])],
      ]);
      if (code !== 0) process.exitCode = code;
    });
