import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CLUSTER_HELP,
  clusterOptions,
  GATEWAY_HELP,
  gatewayOptions,
  runCommand,
} from '../../tools/command.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { type Installation, installationOf, root } from '../../tools/names.ts';
import { baseImages } from '../image/base-images.ts';
import { CONTAINER, knativeFolder, SERVICE_LABEL } from '../names.ts';
import { clientFor, serviceOf } from '../rollout/kubectl-cluster.ts';

/** What the function is built on: the same Node.js, with a shell. */
const shellImage = baseImages(readFileSync(path.join(root, 'Dockerfile'), 'utf8')).find(
  ({ argument }) => argument === 'NODE_IMAGE',
)!.reference;

await runCommand({
  name: 'shell',
  help: `Opens a shell beside the function in one of its pods, for its own image has none: with its processes, its network
and its files below /proc/1/root. It wakes a pod when there is none, and leaves with the pod.

  npm run shell -- [options]

  --image REF     the shell's image; ${shellImage}
${GATEWAY_HELP}
${CLUSTER_HELP}`,
  options: { image: { type: 'string' }, ...gatewayOptions, ...clusterOptions },
  async run({ context, gateway, image = shellImage }) {
    const kubectl = new Kubectl(context);
    const installation = installationOf();
    const pod = (await runningPod(kubectl, installation)) ?? (await wake(kubectl, installation, gateway));
    const code = await kubectl.attach([
      ...['debug', pod, '--namespace', installation.namespace, '--stdin', '--tty', '--image', image],
      ...['--target', CONTAINER, '--profile', 'restricted'],
      ...['--custom', path.join(knativeFolder, 'shell-container.json'), '--', 'bash'],
    ]);
    if (code !== 0) process.exitCode = code;
  },
});

async function runningPod(kubectl: Kubectl, { name, namespace }: Installation): Promise<string | undefined> {
  const names = await kubectl.run([
    ...['get', 'pods', '--namespace', namespace, '--selector', `${SERVICE_LABEL}=${name}`],
    ...['--field-selector', 'status.phase=Running', '--output', 'name'],
  ]);
  return names.split('\n')[0] || undefined;
}

async function wake(
  kubectl: Kubectl,
  installation: Installation,
  gateway: string | undefined,
): Promise<string> {
  const client = await clientFor(kubectl, await serviceOf(kubectl, installation), gateway);
  await client.ask({ method: 'GET', path: '/health' }).finally(() => client.close());
  const pod = await runningPod(kubectl, installation);
  if (pod === undefined) throw new Failure('no pod started: npm run status tells more');
  return pod;
}
