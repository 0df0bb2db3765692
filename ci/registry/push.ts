import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineName } from '../../knative/image/engine.ts';
import { isOnThisMachine } from '../../tools/image-reference.ts';
import { mustSucceed } from '../../tools/process.ts';
import { type Account, basicOf } from '../../tools/registry.ts';

/** Pushes an image of an engine's store. The account is in a file for so long, and in no argument. */
export async function pushImage(
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
