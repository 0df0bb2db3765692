import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../tools/names.ts';
import { attach, run } from '../../tools/process.ts';

// A cluster of plain processes, for machines on which Kind cannot run: a folder with the programs `up`, `env` and
// `load`, beside this repository or in it.

const FOLDERS = ['../shared/cluster', 'shared/cluster'];

/** Where its programs are, if they are here. */
export function localClusterFolder(): string | undefined {
  return FOLDERS.map((folder) => path.resolve(root, folder)).find((folder) =>
    existsSync(path.join(folder, 'up')),
  );
}

/** Starts it, or leaves the one that runs, and runs its programs that make images. @returns the exit code */
export async function startLocalCluster(folder: string, images: readonly string[]): Promise<number> {
  for (const program of ['up', ...images]) {
    const code = await attach(path.join(folder, program), []);
    if (code !== 0) return code;
  }
  return 0;
}

/** The variables with which kubectl and podman find it. */
export async function localClusterEnvironment(folder: string): Promise<Record<string, string>> {
  const script =
    'eval "$("$0")" && printf "%s\\0" KUBECONFIG "$KUBECONFIG" CONTAINERS_CONF "$CONTAINERS_CONF" PATH "$PATH"';
  const values = (await run('bash', ['-c', script, path.join(folder, 'env')])).split('\0');
  return Object.fromEntries([0, 2, 4].map((index) => [values[index] as string, values[index + 1] as string]));
}

/** Brings an image of this machine into it. */
export async function loadIntoLocalCluster(folder: string, image: string): Promise<void> {
  await run(path.join(folder, 'load'), [image]);
}
