import { Command } from '@commander-js/extra-typings';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf, root } from '../../tools/names.ts';
import { deploy } from '../deploy/deploy.ts';
import { buildImage } from '../image/build-image.ts';
import { findEngine } from '../image/engine.ts';
import { identify } from '../image/identity.ts';
import { up } from '../kind/install.ts';
import { loadImage } from '../kind/kind.ts';
import { KIND_CONTEXT } from '../kind/names.ts';
import { KubectlCluster } from '../rollout/kubectl-cluster.ts';
import { limitsOf, READY_SECONDS } from '../rollout/options.ts';

const limits = limitsOf({ watch: 30, timeout: READY_SECONDS });

export default () =>
  new Command()
    .description(
      `From nothing to the first answer: creates the Kind cluster, installs Knative, builds the image, loads and deploys
      it. Whatever is there already stays.`,
    )
    .action(async () => {
      const installation = installationOf();
      await up(console.log);
      const identity = identify(root);
      const image = identity.reference;
      console.log(`image ${image}`);
      buildImage(findEngine(), identity, { context: root, cache: true, progress: true });
      await loadImage(image);
      const cluster = new KubectlCluster(new Kubectl(KIND_CONTEXT), installation);
      await deploy(cluster, { overlay: 'kind', image, steps: [100], limits }, console.log);
      console.log(
        `next: curl -F file=@function/samples/chelsea.png http://${installation.name}.${installation.namespace}.127.0.0.1.sslip.io:8000/predict`,
      );
    });
