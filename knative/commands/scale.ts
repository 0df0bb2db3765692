import { Command } from '@commander-js/extra-typings';
import {
  contextOption,
  gatewayOption,
  integer,
  namespaceOption,
  yesOption,
} from '../../tools/cli/options.ts';
import { UsageError } from '../../tools/failure.ts';
import { scaleAnnotations } from '../deploy/kept.ts';
import { annotateRevision } from '../rollout/annotate.ts';
import { installedToChange } from '../target/installed.ts';

const MAX_PODS = 1000;

export default () =>
  new Command()
    .description(
      'Changes how few and how many pods there may be, by a new revision. It stays until npx . cluster deploy --no-scale.',
    )
    .option(
      '--min <pods>',
      'keep at least so many; 0: none without traffic, so the first request waits for a cold start',
      integer('--min', { min: 0, max: MAX_PODS }),
    )
    .option('--max <pods>', 'never start more', integer('--max', { min: 1, max: MAX_PODS }))
    .addOption(gatewayOption())
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async ({ min, max, ...place }) => {
      refuseWrong({ min, max });
      const annotations = scaleAnnotations({ min, max });
      await annotateRevision(await installedToChange(place), () => annotations, console.log);
    });

/** @throws UsageError that says what is allowed */
function refuseWrong({ min, max }: { min?: number | undefined; max?: number | undefined }): void {
  if (min === undefined && max === undefined) throw new UsageError('--min or --max is missing');
  if (min !== undefined && max !== undefined && min > max) {
    throw new UsageError(`--min ${min} is more than --max ${max}`);
  }
}
