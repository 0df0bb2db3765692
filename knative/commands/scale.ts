import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption, integer } from '../../tools/cli/options.ts';
import { UsageError } from '../../tools/failure.ts';
import { annotateRevision } from '../rollout/annotate.ts';
import { installed } from '../rollout/kubectl-cluster.ts';

const MAX_PODS = 1000;

export default () =>
  new Command()
    .description(
      'Changes how few and how many pods there may be, by a new revision. The next deploy that changes something ends it.',
    )
    .option(
      '--min <pods>',
      'keep at least so many; 0: none without traffic, so the first request waits for a cold start',
      integer('--min', { min: 0, max: MAX_PODS }),
    )
    .option('--max <pods>', 'never start more', integer('--max', { min: 1, max: MAX_PODS }))
    .addOption(gatewayOption())
    .addOption(contextOption())
    .action(async ({ min, max, ...place }) => {
      const annotations = scaleAnnotations(min, max);
      await annotateRevision(installed(place), () => annotations, console.log);
    });

/** @throws UsageError that says what is allowed */
function scaleAnnotations(min: number | undefined, max: number | undefined): Record<string, string> {
  if (min === undefined && max === undefined) throw new UsageError('--min or --max is missing');
  if (min !== undefined && max !== undefined && min > max) {
    throw new UsageError(`--min ${min} is more than --max ${max}`);
  }
  return {
    ...(min !== undefined && { 'autoscaling.knative.dev/min-scale': String(min) }),
    ...(max !== undefined && { 'autoscaling.knative.dev/max-scale': String(max) }),
  };
}
