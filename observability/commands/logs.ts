import { CLUSTER_HELP, clusterOptions, integerOption, runCommand } from '../../tools/command.ts';
import { UsageError } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAMESPACE, PARTS } from '../stack/names.ts';

// The script's name says of which part: `npm run logs:prometheus`.
const [part = ''] = process.argv.splice(2, 1);

await runCommand({
  name: `logs:${part}`,
  help: `Shows the log of a part of the monitoring.

  npm run logs:${part} -- [options]

  --follow        go on until ^C
  --tail LINES    100
${CLUSTER_HELP}`,
  options: { follow: { type: 'boolean' }, tail: { type: 'string' }, ...clusterOptions },
  async run({ context, follow, tail }) {
    if (!Object.hasOwn(PARTS, part))
      throw new UsageError(`there are logs of ${Object.keys(PARTS).join(', ')}`);
    const lines = integerOption('tail', tail, { min: 0, max: 1_000_000 }) ?? 100;
    const code = await new Kubectl(context).attach([
      ...[
        'logs',
        `deployment/${part}`,
        '--namespace',
        NAMESPACE,
        '--all-containers',
        '--tail',
        String(lines),
      ],
      ...(follow === true ? ['--follow'] : []),
    ]);
    if (code !== 0) process.exitCode = code;
  },
});
