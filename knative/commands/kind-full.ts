import { runCommand } from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf, root } from '../../tools/names.ts';
import { deploy } from '../deploy/deploy.ts';
import { buildImage } from '../image/build-image.ts';
import { findEngine } from '../image/engine.ts';
import { identify } from '../image/identity.ts';
import { loadImage } from '../kind/kind.ts';
import { KIND_CONTEXT } from '../kind/names.ts';
import { up } from '../kind/up.ts';
import { parseRolloutOptions } from '../rollout/options.ts';

await runCommand({
  name: 'kind:full',
  help: `From nothing to the first answer: makes the Kind cluster, installs Knative, builds the image, loads and deploys it.
What is there already stays.

  npm run kind:full`,
  options: {},
  async run() {
    const installation = installationOf();
    await up(console.log);
    const identity = identify(root);
    const image = identity.reference;
    console.log(`image ${image}`);
    buildImage(findEngine(), identity, { context: root, cache: true, progress: true });
    await loadImage(image);
    const { steps, limits } = parseRolloutOptions({}, { steps: [100], watchSeconds: 30 });
    const kubectl = new Kubectl(KIND_CONTEXT);
    await deploy(
      kubectl,
      { installation, overlay: 'kind', image, gateway: undefined, steps, limits },
      console.log,
    );
    console.log(
      `next: curl -F file=@function/samples/chelsea.png http://${installation.name}.${installation.namespace}.127.0.0.1.sslip.io:8000/predict`,
    );
  },
});
