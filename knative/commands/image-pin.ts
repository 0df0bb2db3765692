import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { Failure } from '../../tools/failure.ts';
import { parseReference } from '../../tools/image-reference.ts';
import { root } from '../../tools/names.ts';
import { resolveDigest } from '../../tools/registry.ts';
import { baseImages, withBaseImages } from '../image/base-images.ts';

export default () =>
  new Command()
    .description(
      `Writes into the Dockerfile the digests that the tags of its base images mean now. The registries are asked without
      an account.`,
    )
    .option('--file <file>', 'another Dockerfile')
    .action(async ({ file = path.join(root, 'Dockerfile') }) => {
      const dockerfile = readFileSync(file, 'utf8');
      const images = baseImages(dockerfile);
      if (images.length === 0) throw new Failure(`${file} has no line ARG ..._IMAGE=`);
      // All of them before the file is touched: it is pinned as a whole or not at all.
      const pinned = new Map(
        await Promise.all(
          images.map(async ({ argument, reference }) => {
            const [name] = reference.split('@');
            return [argument, `${name}@${await resolveDigest(parseReference(reference))}`] as const;
          }),
        ),
      );
      writeFileSync(file, withBaseImages(dockerfile, pinned));
      for (const { argument, reference } of images) {
        const now = pinned.get(argument)!;
        console.log(`${argument}=${now}${now === reference ? ' (as before)' : ''}`);
      }
    });
