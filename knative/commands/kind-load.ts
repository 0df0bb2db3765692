import { runCommand } from '../../tools/command.ts';
import { defaultImage } from '../deploy/defaults.ts';
import { loadImage } from '../kind/kind.ts';

await runCommand({
  name: 'kind:load',
  help: `Brings the image that npm run image:build made of this tree into the Kind cluster.

  npm run kind:load -- [options]

  --image REF     another image`,
  options: { image: { type: 'string' } },
  async run({ image = defaultImage('kind')! }) {
    await loadImage(image);
    console.log(`${image} is in the cluster`);
    console.log('next: npm run kind:deploy');
  },
});
