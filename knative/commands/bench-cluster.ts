import { writeFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { samplePhotos } from '../../function/bench/photos.ts';
import { contextOption, integer, yesOption } from '../../tools/cli/options.ts';
import type { Request } from '../../tools/http.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { type ColdStart, coldStart, timeToZero } from '../bench/cold-start.ts';
import { buildHello } from '../bench/hello.ts';
import { report } from '../bench/report.ts';
import { measureWaysIn } from '../bench/way-in.ts';
import { FunctionInCluster } from '../harness/function-in-cluster.ts';
import { imageLoader } from '../harness/image-loader.ts';
import { buildImageUnderTest } from '../harness/images.ts';
import { confirmChange } from '../target/confirm.ts';

const NAMESPACE = 'cats-vs-dogs-bench';
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
    .addOption(yesOption())
    .action(async ({ context, starts, out, yes }) => {
      const kubectl = new Kubectl(context);
      await confirmChange(kubectl, { namespace: NAMESPACE, yes, isForTests: true });
      const load = await imageLoader(kubectl);
      const images = { function: buildImageUnderTest(), hello: await buildHello() };
      const serviceOf = (name: keyof typeof images) =>
        new FunctionInCluster(kubectl, { name, namespace: NAMESPACE });
      const [tested, hello] = [serviceOf('function'), serviceOf('hello')];
      /** Both differ in their image alone, and have the settings of the function except these. */
      const deploy = async (annotations: Record<string, string>) => {
        await tested.deploy({ image: images.function, annotations, isOpen: true });
        await hello.deploy({ image: images.hello, annotations, isOpen: true });
      };
      for (const image of Object.values(images)) await load(image);
      const { single: body } = await samplePhotos();
      const headers = { 'content-type': 'image/jpeg' };
      const request: Request = { method: 'POST', path: '/predict', headers, body };
      try {
        await deploy(SHORT_WINDOW);
        const client = await tested.client();
        const helloClient = await hello.client();
        const waysIn = await measureWaysIn(tested, { client, request, rounds: 200 });
        const functionStarts: ColdStart[] = [];
        const helloStarts: ColdStart[] = [];
        for (let round = 0; round < starts; round += 1) {
          functionStarts.push(await coldStart(tested, client, request));
          helloStarts.push(await coldStart(hello, helloClient, request));
          console.error(`bench cluster: start ${round + 1} of ${starts}`);
        }
        // With the function's own settings now.
        await deploy({});
        await client.ask(request);
        const toZero = await timeToZero(tested);
        const figures = { functionStarts, helloStarts, waysIn, toZero };
        console.log(report(figures));
        if (out !== undefined) writeFileSync(out, `${JSON.stringify(figures, undefined, 2)}\n`);
        client.close();
        helloClient.close();
      } finally {
        await tested.remove();
      }
    });
