import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { MissingProgram, ProgramError, run } from '../../tools/process.ts';
import { releaseFile } from '../../tools/release-files.ts';
import { userCache } from '../../tools/user-cache.ts';
import { waitUntil } from '../../tools/wait-until.ts';
import { findEngine } from '../image/engine.ts';
import { saveImage } from '../image/save-image.ts';
import { knativeFolder } from '../names.ts';
import versions from '../versions.json' with { type: 'json' };
import { KIND_CLUSTER, KIND_CONTEXT } from './names.ts';
import { CHECKSUMS, kindProgram } from './releases.ts';

const READY_SECONDS = 120;
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

/** The container program in which kind keeps its nodes. */
type Runtime = 'docker' | 'podman';

/** The kind of the PATH, or the one that was brought into the cache. @throws Failure with the reason that kind gives */
async function kind(runtime: Runtime, args: readonly string[], { echo = false } = {}): Promise<string> {
  const chosen = process.env.KIND_EXPERIMENTAL_PROVIDER;
  // kind takes docker unless it is told otherwise.
  const env = chosen || runtime === 'docker' ? {} : { KIND_EXPERIMENTAL_PROVIDER: runtime };
  try {
    return await run(await kindPath(), args, { env, echo, howToGet: HOW_TO_GET });
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const reason = /^ERROR: (.*)$/m.exec(error.stderr)?.[1] ?? error.complaint;
    throw new Failure(`kind ${args.slice(0, 2).join(' ')}: ${reason}`, { cause: error });
  }
}

async function kindPath(): Promise<string> {
  const url = kindProgram(process.platform, process.arch);
  const cached =
    url !== undefined && existsSync(path.join(userCache(), new URL(url).host, new URL(url).pathname));
  // Checked like anything else from there.
  return cached ? getKind() : 'kind';
}

/** Where the cluster is, or else where it would be made. Each runtime is asked: kind looks into one alone. */
async function findCluster(): Promise<{ runtime: Runtime; isThere: boolean }> {
  const { KIND_EXPERIMENTAL_PROVIDER: chosen } = process.env;
  const preferred: Runtime = (chosen || findEngine().name) === 'docker' ? 'docker' : 'podman';
  const other: Runtime = preferred === 'docker' ? 'podman' : 'docker';
  const runtimes = chosen || !isHere(other) ? [preferred] : [preferred, other];
  for (const runtime of runtimes) {
    const clusters = (await kind(runtime, ['get', 'clusters'])).split('\n');
    if (clusters.includes(KIND_CLUSTER)) return { runtime, isThere: true };
  }
  return { runtime: preferred, isThere: false };
}

/** What kind says of its version. @throws Failure that says how to get it */
export function kindVersion(): Promise<string> {
  // It asks no runtime, so that it answers before there is one.
  return kind('docker', ['version']);
}

function isHere(runtime: Runtime): boolean {
  try {
    return findEngine(runtime).name === runtime;
  } catch {
    return false;
  }
}

/** Makes the cluster, or starts the one that there is. @throws Failure when it does not answer */
export async function createCluster(): Promise<'made' | 'there' | 'started'> {
  const { runtime, isThere } = await findCluster();
  // It is needed next: better to know before minutes are spent.
  await new Kubectl().run(['version', '--client']);
  if (isThere) return revive(runtime);
  const config = path.join(knativeFolder, 'kind/cluster.yaml');
  await kind(
    runtime,
    [
      ...['create', 'cluster', '--config', config],
      ...['--image', versions.kindNodeImage, '--wait', `${READY_SECONDS}s`],
    ],
    { echo: true },
  );
  return 'made';
}

/** Starts stopped nodes, brings back a context that kubectl lost, and waits until the cluster answers. */
async function revive(runtime: Runtime): Promise<'there' | 'started'> {
  const nodes = ['--quiet', '--filter', `label=io.x-k8s.kind.cluster=${KIND_CLUSTER}`];
  const list = async (...args: string[]) => (await run(runtime, args)).split('\n').filter(Boolean);
  const running = await list('ps', ...nodes);
  const stopped = (await list('ps', '--all', ...nodes)).filter((node) => !running.includes(node));
  if (stopped.length > 0) await run(runtime, ['start', ...stopped]);
  const kubectl = new Kubectl(KIND_CONTEXT);
  const contexts = await new Kubectl().run(['config', 'get-contexts', '--output', 'name']);
  if (!contexts.split('\n').includes(KIND_CONTEXT)) {
    await kind(runtime, ['export', 'kubeconfig', '--name', KIND_CLUSTER]);
  }
  const answers = await waitUntil(() => isReady(kubectl), {
    timeoutMs: READY_SECONDS * 1000,
    intervalMs: 1000,
  });
  if (answers === undefined) {
    throw new Failure(
      `the cluster ${KIND_CLUSTER} is there, but does not answer: npx . kind delete removes it, npx . kind up makes it anew`,
    );
  }
  return stopped.length > 0 ? 'started' : 'there';
}

async function isReady(kubectl: Kubectl): Promise<boolean> {
  try {
    await kubectl.run(['get', '--raw', '/readyz']);
    return true;
  } catch (error) {
    if (error instanceof MissingProgram) throw error;
    return false;
  }
}

export async function deleteCluster(): Promise<void> {
  const { runtime } = await findCluster();
  await kind(runtime, ['delete', 'cluster', '--name', KIND_CLUSTER]);
}

/** Brings an image of this machine into the cluster. */
export async function loadImage(reference: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-kind-'));
  const archive = path.join(folder, 'image.tar');
  try {
    const { runtime, isThere } = await findCluster();
    if (!isThere) throw new Failure(`there is no cluster ${KIND_CLUSTER}: npx . kind up makes it`);
    await saveImage(findEngine().name, reference, archive);
    await kind(runtime, ['load', 'image-archive', archive, '--name', KIND_CLUSTER]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
