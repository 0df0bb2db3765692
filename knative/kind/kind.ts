import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../tools/failure.ts';
import { attach, run } from '../../tools/process.ts';
import { releaseFile } from '../../tools/release-files.ts';
import { userCache } from '../../tools/user-cache.ts';
import { findEngine } from '../image/engine.ts';
import { saveImage } from '../image/save-image.ts';
import { knativeFolder } from '../names.ts';
import versions from '../versions.json' with { type: 'json' };
import { KIND_CLUSTER } from './names.ts';
import { CHECKSUMS, kindProgram } from './releases.ts';

const READY = '120s';
const HOW_TO_GET = `npx . kind get brings ${versions.kind}, and https://kind.sigs.k8s.io tells of other ways`;

/** Brings the pinned kind into the cache. @returns its path */
export async function getKind(): Promise<string> {
  const url = kindProgram(process.platform, process.arch);
  if (url === undefined) {
    throw new Failure('kind has no program for this machine that is known here: https://kind.sigs.k8s.io');
  }
  const file = await releaseFile(url, CHECKSUMS);
  chmodSync(file, 0o755);
  return file;
}

/** The kind of the PATH, or the one that was brought into the cache. */
async function kind(...args: string[]): Promise<string> {
  return run(await kindPath(), args, { env: provider(), howToGet: HOW_TO_GET });
}

async function kindPath(): Promise<string> {
  const url = kindProgram(process.platform, process.arch);
  const cached =
    url !== undefined && existsSync(path.join(userCache(), new URL(url).host, new URL(url).pathname));
  // Checked like anything else from there.
  return cached ? getKind() : 'kind';
}

/** kind takes docker unless it is told otherwise. */
function provider(): Record<string, string> {
  if (process.env.KIND_EXPERIMENTAL_PROVIDER) return {};
  return findEngine().name === 'docker' ? {} : { KIND_EXPERIMENTAL_PROVIDER: 'podman' };
}

/** What kind says of its version. @throws Failure that says how to get it */
export function kindVersion(): Promise<string> {
  return kind('version');
}

/** Makes the cluster, or leaves the one that there is. */
export async function createCluster(): Promise<'made' | 'there'> {
  if ((await kind('get', 'clusters')).split('\n').includes(KIND_CLUSTER)) return 'there';
  const code = await attach(
    await kindPath(),
    [
      ...['create', 'cluster', '--config', path.join(knativeFolder, 'kind/cluster.yaml')],
      ...['--image', versions.kindNodeImage, '--wait', READY],
    ],
    { env: provider(), howToGet: HOW_TO_GET },
  );
  if (code !== 0) {
    throw new Failure('kind could not make the cluster: are the ports 8000, 9090, 9093 and 3000 free?');
  }
  return 'made';
}

export async function deleteCluster(): Promise<void> {
  await kind('delete', 'cluster', '--name', KIND_CLUSTER);
}

/** Brings an image of this machine into the cluster. */
export async function loadImage(reference: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-kind-'));
  const archive = path.join(folder, 'image.tar');
  try {
    await saveImage(findEngine().name, reference, archive);
    await kind('load', 'image-archive', archive, '--name', KIND_CLUSTER);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
