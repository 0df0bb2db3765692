import { writeFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { samplePhotos } from '../../function/bench/photos.ts';
import { contextOption, integer } from '../../tools/cli/options.ts';
import type { Client, Request } from '../../tools/http.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { type ColdStart, coldStart, timeToZero } from '../bench/cold-start.ts';
import { report } from '../bench/report.ts';
import { buildHello, deployServices, NAMESPACE, removeServices } from '../bench/services.ts';
import { measureWaysIn } from '../bench/way-in.ts';
import { imageLoader } from '../harness/image-loader.ts';
import { buildImageUnderTest } from '../harness/images.ts';
import { clientFor, serviceOf } from '../rollout/kubectl-cluster.ts';

const FUNCTION = 'function';
const HELLO = 'hello';
/** The shortest that the autoscaler takes, so that a round takes seconds. */
const SHORT_WINDOW = { 'autoscaling.knative.dev/window': '6s' };

export default () =>
  new Command()
    .description(
      `Measures on a cluster, in the same run as a hello-world image with the same settings: the first answer after zero;
      the time to zero; and what ingress, activator and queue-proxy add to the bare container. It uses the namespace
      ${NAMESPACE}, which it removes in the end.`,
    )
    .option('--starts <number>', 'cold starts of each', integer('--starts', { min: 1, max: 1000 }), 20)
    .option('--out <file>', 'write the figures as JSON')
    .addOption(contextOption())
    .action(async ({ context, starts, out }) => {
      const kubectl = new Kubectl(context);
      const load = await imageLoader(kubectl);
      const services = [
        { name: FUNCTION, image: buildImageUnderTest() },
        { name: HELLO, image: await buildHello() },
      ];
      for (const { image } of services) await load(image);
      const { single: photo } = await samplePhotos();
      const request: Request = {
        method: 'POST',
        path: '/predict',
        headers: { 'content-type': 'image/jpeg' },
        body: photo,
      };
      try {
        await deployServices(kubectl, services, SHORT_WINDOW);
        const clients: Record<string, Client> = {
          [FUNCTION]: await clientOf(kubectl, FUNCTION),
          [HELLO]: await clientOf(kubectl, HELLO),
        };
        const waysIn = await measureWaysIn(kubectl, FUNCTION, {
          client: clients[FUNCTION]!,
          request,
          rounds: 200,
        });
        const cold: Record<string, ColdStart[]> = { [FUNCTION]: [], [HELLO]: [] };
        for (let round = 0; round < starts; round += 1) {
          for (const name of [FUNCTION, HELLO]) {
            cold[name]!.push(await coldStart(kubectl, name, clients[name]!, request));
          }
          console.error(`bench cluster: start ${round + 1} of ${starts}`);
        }
        // With the function's own settings now.
        await deployServices(kubectl, services, {});
        const client = await clientOf(kubectl, FUNCTION);
        await client.ask(request);
        const toZero = await timeToZero(kubectl, FUNCTION);
        const figures = { functionStarts: cold[FUNCTION]!, helloStarts: cold[HELLO]!, waysIn, toZero };
        console.log(report(figures));
        if (out !== undefined) writeFileSync(out, `${JSON.stringify(figures, undefined, 2)}\n`);
        for (const open of [...Object.values(clients), client]) open.close();
      } finally {
        await removeServices(kubectl);
      }
    });

async function clientOf(kubectl: Kubectl, name: string): Promise<Client> {
  return clientFor(kubectl, await serviceOf(kubectl, { name, namespace: NAMESPACE }), undefined);
}
