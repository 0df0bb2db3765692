import { Command } from '@commander-js/extra-typings';
import { imageOfTree } from '../deploy/overlay.ts';
import { loadImage } from '../kind/kind.ts';

export default () =>
  new Command()
    .description('Loads the image that npx . image build made of this tree into the Kind cluster.')
    .option('--image <ref>', 'another image')
    .action(async ({ image = imageOfTree() }) => {
      await loadImage(image);
      console.log(`${image} is in the cluster`);
      console.log('next: npx . kind deploy');
    });
