import {
  CLUSTER_HELP,
  clusterOptions,
  GATEWAY_HELP,
  gatewayOptions,
  integerOption,
  runCommand,
} from '../../tools/command.ts';
import { UsageError } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { kubectlCluster } from '../rollout/kubectl-cluster.ts';
import { replaceRevision } from '../rollout/replace.ts';
import { report } from '../rollout/run.ts';
import { withAnnotations } from '../service/service.ts';

const PODS = { min: 0, max: 1000 };

await runCommand({
  name: 'scale',
  help: `Changes how few and how many pods there may be, until the next deploy that changes something: a new revision.

  npm run scale -- --min 1 --max 5 [options]

  --min PODS      so many are there when nobody asks; 0 is a cold start for the first one who does
  --max PODS      more than so many there never are
${GATEWAY_HELP}
${CLUSTER_HELP}`,
  options: { min: { type: 'string' }, max: { type: 'string' }, ...gatewayOptions, ...clusterOptions },
  async run(values) {
    const annotations = scaleAnnotations(values);
    const cluster = kubectlCluster(new Kubectl(values.context), installationOf(), values.gateway);
    const outcome = await replaceRevision(
      cluster,
      (template) => withAnnotations(template, annotations),
      console.log,
    );
    report(outcome, console.log);
  },
});

function scaleAnnotations(values: {
  min?: string | undefined;
  max?: string | undefined;
}): Record<string, string> {
  const min = integerOption('min', values.min, PODS);
  const max = integerOption('max', values.max, { ...PODS, min: 1 });
  if (min === undefined && max === undefined) throw new UsageError('--min or --max is missing');
  if (min !== undefined && max !== undefined && min > max) {
    throw new UsageError(`--min ${min} is more than --max ${max}`);
  }
  return {
    ...(min !== undefined && { 'autoscaling.knative.dev/min-scale': String(min) }),
    ...(max !== undefined && { 'autoscaling.knative.dev/max-scale': String(max) }),
  };
}
