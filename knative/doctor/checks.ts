import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import type { Check } from '../../tools/checks.ts';
import { Failure, reasonOf } from '../../tools/failure.ts';
import { fetch } from '../../tools/fetch.ts';
import { parseReference, registryOrigin } from '../../tools/image-reference.ts';
import { freeBytes, nodeVersion } from '../../tools/machine.ts';
import { root } from '../../tools/names.ts';
import { type Environment, run } from '../../tools/process.ts';
import { baseImages } from '../image/base-images.ts';
import { findEngine } from '../image/engine.ts';
import { kindVersion } from '../kind/kind.ts';
import { KIND_CLUSTER } from '../kind/names.ts';

/** The command that mends something, by the system that it is for. */
type Remedy = Readonly<Record<'linux' | 'darwin' | 'win32', string>>;

const GIGABYTE = 1e9;
/** The image and its base, the node image of Kind, and what Knative pulls. */
const DISK_GIGABYTES = 8;
const MEMORY_GIGABYTES = 4;
/** On Kind, Kubernetes' own pods ask for 950m and those of Knative for 25m each; the function needs the rest. */
const CPUS = 2;
/** That cluster.yaml maps to this machine. */
const PORTS = [8000, 9090, 9093, 3000];
const CONNECT_TIMEOUT_MS = 1000;
const REGISTRY_TIMEOUT_MS = 10_000;

const GET_NODE: Remedy = {
  linux: 'curl -fsSL https://deb.nodesource.com/setup_24.x | sudo bash - && sudo apt-get install nodejs',
  darwin: 'brew install node@24',
  win32: 'winget install OpenJS.NodeJS.LTS',
};
const GET_KUBECTL: Remedy = {
  linux: 'https://kubernetes.io/docs/tasks/tools/install-kubectl-linux',
  darwin: 'brew install kubectl',
  win32: 'winget install Kubernetes.kubectl',
};
const GET_KIND: Remedy = {
  linux: 'npx . kind get',
  darwin: 'npx . kind get',
  win32: 'winget install Kubernetes.kind',
};
const WHO_LISTENS: Remedy = {
  linux: 'ss -ltnp',
  darwin: 'lsof -nP -iTCP -sTCP:LISTEN',
  win32: 'Get-NetTCPConnection -State Listen',
};
const MORE_DISK: Remedy = {
  linux: 'docker system prune, or podman system prune',
  darwin: 'docker system prune',
  win32: 'docker system prune',
};
const MORE_RESOURCES: Remedy = {
  linux: 'a larger machine',
  darwin: 'Docker Desktop, Settings, Resources',
  win32: 'memory and processors in %UserProfile%\\.wslconfig, then wsl --shutdown',
};

const remedy = (remedies: Remedy): string => remedies[process.platform as keyof Remedy] ?? remedies.linux;

/** Without these no verb on Kind can do its work. */
export const PROGRAMS: readonly Check[] = [
  { name: 'image builder', run: () => findEngine().name },
  { name: 'kubectl', run: () => orElse(kubectlVersion, GET_KUBECTL) },
  { name: 'kind', run: () => orElse(kindVersion, GET_KIND) },
];

/** What this machine needs to build the image and run it on Kind, in order of what it costs to ask. */
export const checks = (env: Environment = process.env): readonly Check[] => [
  { name: 'Node.js', run: () => orElse(() => nodeVersion(process.versions.node), GET_NODE) },
  { name: 'CPUs', run: () => atLeast(availableParallelism(), CPUS, 'CPUs', MORE_RESOURCES) },
  { name: 'memory', run: () => atLeast(totalmem() / GIGABYTE, MEMORY_GIGABYTES, 'GB', MORE_RESOURCES) },
  { name: 'disk', run: () => atLeast(freeBytes(root) / GIGABYTE, DISK_GIGABYTES, 'GB free', MORE_DISK) },
  { name: 'proxy', run: () => proxy(env) },
  ...PROGRAMS,
  { name: 'Kind cluster', run: kindCluster },
  { name: 'ports', run: ports },
  ...registries().map((registry) => ({ name: registry, run: () => reachable(registry) })),
];

async function orElse(check: () => string | Promise<string>, help: Remedy): Promise<string> {
  try {
    return (await check()).trim();
  } catch (error) {
    const [reason, command] = [reasonOf(error), remedy(help)];
    throw new Failure(reason.includes(command) ? reason : `${reason}; ${command}`);
  }
}

export function atLeast(found: number, least: number, unit: string, help: Remedy): string {
  const text = `${Number(found.toFixed(1))} ${unit}`;
  if (found >= least) return text;
  throw new Failure(`${text}, ${least} are needed: ${remedy(help)}`);
}

/** Commands reach the function and the API server at 127.0.0.1, which no proxy does. */
export function proxy(env: Environment): string {
  const given = (name: string) => env[name] || env[name.toLowerCase()];
  const address = given('HTTPS_PROXY') ?? given('HTTP_PROXY');
  if (!address) return 'none';
  const past = given('NO_PROXY') ?? '';
  const needed = ['127.0.0.1', 'localhost'].filter((host) => !past.split(/[\s,]+/).includes(host));
  if (past.trim() === '*' || needed.length === 0) return withoutPassword(address);
  const value = [past, ...needed].filter(Boolean).join(',');
  const set: Remedy = {
    linux: `export NO_PROXY=${value}`,
    darwin: `export NO_PROXY=${value}`,
    win32: `$env:NO_PROXY = "${value}"`,
  };
  throw new Failure(`NO_PROXY leaves out ${needed.join(' and ')}: ${remedy(set)}`);
}

function withoutPassword(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}

async function kubectlVersion(): Promise<string> {
  return (await run('kubectl', ['version', '--client'])).split('\n')[0]!;
}

/** Whether the node of the Kind cluster runs, by the container that it is. */
export async function kindCluster(): Promise<string> {
  const { name: engine } = findEngine();
  if (engine === 'buildah') return 'none';
  const node = `${KIND_CLUSTER}-control-plane`;
  const rows = await run(engine, ['ps', '--all', '--format', '{{.Names}}\t{{.State}}']);
  const state = rows
    .split('\n')
    .map((row) => row.split('\t'))
    .find(([name]) => name === node)?.[1];
  if (state === undefined) return 'none: npx . kind full makes one';
  if (state === 'running') return 'runs';
  throw new Failure(`its node is there and does not run (${state}): ${engine} start ${node}`);
}

async function ports(): Promise<string> {
  if ((await kindCluster().catch(() => '')) === 'runs') return 'in use by the Kind cluster';
  const used = [];
  for (const port of PORTS) if (await isUsed(port)) used.push(port);
  if (used.length === 0) return `${PORTS.join(', ')} are free`;
  throw new Failure(
    `${used.join(', ')} in use, and the Kind cluster needs them: ${remedy(WHO_LISTENS)} shows by which program`,
  );
}

export function isUsed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: CONNECT_TIMEOUT_MS });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

/** Of the base images. */
function registries(): string[] {
  const images = baseImages(readFileSync(path.join(root, 'Dockerfile'), 'utf8'));
  return [...new Set(images.map(({ reference }) => parseReference(reference).registry))];
}

/** Any answer will do: without an account most refuse. */
async function reachable(registry: string): Promise<string> {
  try {
    const url = `${registryOrigin(registry)}/v2/`;
    const { status } = await fetch(url, { signal: AbortSignal.timeout(REGISTRY_TIMEOUT_MS) });
    if (status < 500) return 'answers';
    throw new Failure(`answers ${status}`);
  } catch (error) {
    throw new Failure(
      `${reasonOf(error)}: where a proxy leads out, set HTTPS_PROXY; where another registry has copies, set NODE_IMAGE and RUNTIME_IMAGE`,
    );
  }
}
