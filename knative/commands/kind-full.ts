import { Command } from '@commander-js/extra-typings';
import { namespaceOption } from '../../tools/cli/options.ts';
import { root } from '../../tools/names.ts';
import { deploy } from '../deploy/deploy.ts';
import { buildImage } from '../image/build-image.ts';
import { findEngine } from '../image/engine.ts';
import { identify } from '../image/identity.ts';
import { up } from '../kind/install.ts';
import { loadImage } from '../kind/kind.ts';
import { KIND_CONTEXT } from '../kind/names.ts';
import { limitsOf, READY_SECONDS } from '../rollout/options.ts';
import { addressFromHere } from '../service/gateway.ts';
import { urlOf } from '../service/service.ts';
import { installedToChange } from '../target/installed.ts';

const limits = limitsOf({ watch: 30, timeout: READY_SECONDS });

export default () =>
  new Command()
    .description(
      `From nothing to the first answer: creates the Kind cluster, installs Knative, builds the image, loads and deploys
      it. Whatever is there already stays.`,
    )
    .addOption(namespaceOption())
    .action(async ({ namespace }) => {
      // It fails before minutes are spent on the cluster.
      const engine = findEngine();
      await up(console.log);
      const identity = identify(root);
      const image = identity.reference;
      console.log(`image ${image}`);
      buildImage(engine, identity, { context: root, cache: true, progress: true });
      await loadImage(image);
      const cluster = await installedToChange({ context: KIND_CONTEXT, namespace });
      await deploy(cluster, { image, steps: [100], limits }, console.log);
      const address = addressFromHere(urlOf(await cluster.service())!, KIND_CONTEXT);
      console.log(`next: curl -F file=@function/samples/chelsea.png ${new URL('predict', address)}`);
    });
