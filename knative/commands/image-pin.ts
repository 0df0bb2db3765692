import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseReference, resolveDigest } from '../../tools/registry.ts';
import { baseImages, withBaseImages } from './base-images.ts';

const HELP = `Writes into the Dockerfile the digests that its base images' tags stand for now.

  npm run image:pin -- [options]

  --file FILE   another Dockerfile
  --help        this text

The registries are asked without an account.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { file: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const file = values.file ?? fileURLToPath(new URL('../../Dockerfile', import.meta.url));
  const dockerfile = readFileSync(file, 'utf8');
  const images = baseImages(dockerfile);
  if (images.length === 0) throw new Error(`${file} has no line ARG ..._IMAGE=`);
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
}

main().catch((error: unknown) => {
  console.error(`image:pin: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
