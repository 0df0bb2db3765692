import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { type Installation, installationOf, root } from '../../tools/names.ts';
import { baseImages } from '../image/base-images.ts';
import { CONTAINER, knativeFolder, SERVICE_LABEL } from '../names.ts';
import { clientFor, serviceOf } from '../rollout/kubectl-cluster.ts';

/** The function's base image: the same Node.js, with a shell. */
const shellImage = () =>
  baseImages(readFileSync(path.join(root, 'Dockerfile'), 'utf8')).find(
    ({ argument }) => argument === 'NODE_IMAGE',
  )!.reference;

export default () =>
  new Command()
    .description(
      `Opens a shell beside the function in one of its pods, because the function's image has none. The shell sees the
      function's processes, its network, and its files below /proc/1/root. It starts a pod when there is none, and ends
      with the pod.`,
    )
    .option('--image <ref>', "the shell's image", shellImage())
    .addOption(gatewayOption())
    .addOption(contextOption())
    .action(async ({ context, gateway, image }) => {
      const kubectl = new Kubectl(context);
      const installation = installationOf();
      const pod = (await runningPod(kubectl, installation)) ?? (await wake(kubectl, installation, gateway));
      const code = await kubectl.attach([
        ...['debug', pod, '--namespace', installation.namespace, '--stdin', '--tty', '--image', image],
        ...['--target', CONTAINER, '--profile', 'restricted'],
        ...['--custom', path.join(knativeFolder, 'shell-container.json'), '--', 'bash'],
      ]);
      if (code !== 0) process.exitCode = code;
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
  if (pod === undefined) throw new Failure('no pod started: npx . cluster status tells more');
  return pod;
}
