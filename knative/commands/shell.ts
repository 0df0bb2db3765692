import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { baseImage } from '../image/base-images.ts';
import { CONTAINER, knativeFolder } from '../names.ts';
import type { KubectlCluster } from '../rollout/kubectl-cluster.ts';
import { installedToChange } from '../target/installed.ts';

export default () =>
  new Command()
    .description(
      `Opens a shell beside the function in one of its pods, because the function's image has none. The shell sees the
      function's processes, its network, and its files below /proc/1/root. It starts a pod when there is none, and ends
      with the pod.`,
    )
    // The function's base image: the same Node.js, with a shell.
    .option('--image <ref>', "the shell's image", baseImage('NODE_IMAGE'))
    .addOption(gatewayOption())
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async ({ image, ...place }) => {
      const cluster = await installedToChange(place);
      const pod = (await runningPod(cluster)) ?? (await wake(cluster));
      process.exitCode = await cluster.kubectl.attach([
        ...[
          'debug',
          pod,
          '--namespace',
          cluster.installation.namespace,
          '--stdin',
          '--tty',
          '--image',
          image,
        ],
        ...['--target', CONTAINER, '--profile', 'restricted'],
        ...['--custom', path.join(knativeFolder, 'shell-container.json'), '--', 'bash'],
      ]);
    });

async function runningPod(cluster: KubectlCluster): Promise<string | undefined> {
  return (await cluster.pods()).find(({ status }) => status?.phase === 'Running')?.metadata.name;
}

async function wake(cluster: KubectlCluster): Promise<string> {
  const client = await cluster.client();
  await client.ask({ method: 'GET', path: '/health' }).finally(() => client.close());
  const pod = await runningPod(cluster);
  if (pod === undefined) throw new Failure('no pod started: npx . cluster status tells more');
  return pod;
}
