import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineName } from '../../knative/image/build.ts';
import { Failure } from '../../tools/failure.ts';
import { isOnThisMachine } from '../../tools/image-reference.ts';
import { mustSucceed } from '../../tools/process.ts';
import { type Account, basicOf } from '../../tools/registry.ts';
import { handOver, takeOver } from '../pipeline/handover.ts';
import { hasRegistry, type Settings } from '../pipeline/settings.ts';
import { runStage } from '../pipeline/stage.ts';
import { accountOf, repositoryOf } from '../registry/image-repository.ts';

await runStage({
  name: 'push',
  help: `pushes the image to IMAGE_REPOSITORY with REGISTRY_TOKEN; a tag that is there is never moved. Without a registry
the image is brought into the cluster instead. Reads ci/out/image.json. Writes ci/out/push.json.`,
  async run(settings) {
    const { reference, id, engine } = takeOver('image');
    if (!hasRegistry(settings)) return load(settings, reference);
    const repository = repositoryOf(settings);
    const tag = reference.slice(settings.imageRepository.length + 1);
    const before = await repository.find(tag);
    if (before === undefined) {
      await pushImage(engine, { reference, registry: repository.registry, account: accountOf(settings) });
    } else if (configurationOf(before.body) !== id) {
      throw new Failure(`${reference} is in the registry already, as another image: tags are never moved`);
    }
    const pushed = before ?? (await repository.find(tag));
    if (pushed === undefined)
      throw new Failure(`${repository.registry} took the image, but has no ${reference}`);
    const image = `${settings.imageRepository}@${pushed.digest}`;
    handOver('push', { image, digest: pushed.digest });
    return before === undefined
      ? `pushed ${reference} as ${image}`
      : `${reference} was there already: ${image}`;
  },
});

function configurationOf(manifest: Buffer): string | undefined {
  return (JSON.parse(manifest.toString('utf8')) as { config?: { digest: string } }).config?.digest;
}

async function load({ imageLoader }: Settings, reference: string): Promise<string> {
  const words = imageLoader?.trim().split(/\s+/) ?? ['npx', '.', 'kind', 'load', '--image'];
  const [program = '', ...args] = words;
  await mustSucceed(program, [...args, reference]);
  handOver('push', { image: reference });
  return `there is no registry: brought ${reference} into the cluster by ${words.join(' ')}`;
}

/** Pushes an image of an engine's store. The account is in a file for so long, and in no argument. */
async function pushImage(
  engine: EngineName,
  { reference, registry, account }: { reference: string; registry: string; account: Account | undefined },
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-push-'));
  try {
    const auths = account === undefined ? {} : { [registry]: { auth: basicOf(account) } };
    const file = path.join(folder, 'config.json');
    writeFileSync(file, JSON.stringify({ auths }), { mode: 0o600 });
    if (engine === 'docker') {
      await mustSucceed('docker', ['push', '--quiet', reference], { env: { DOCKER_CONFIG: folder } });
      return;
    }
    const plain = isOnThisMachine(registry) ? ['--tls-verify=false'] : [];
    await mustSucceed(engine, ['push', '--quiet', '--authfile', file, ...plain, reference]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
