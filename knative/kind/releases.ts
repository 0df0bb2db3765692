import path from 'node:path';
import { knativeFolder } from '../names.ts';
import versions from '../versions.json' with { type: 'json' };

// Where the pinned versions are published, and the file with the SHA-256 of each: of kind as published, of others as
// they were when somebody fetched them first.

export const CHECKSUMS = path.join(knativeFolder, 'checksums.json');

const { knative, kourier, kind } = versions;

const SERVING = `https://github.com/knative/serving/releases/download/knative-v${knative}`;

export const SERVING_CRDS = `${SERVING}/serving-crds.yaml`;
export const SERVING_CORE = `${SERVING}/serving-core.yaml`;
export const KOURIER = `https://github.com/knative-extensions/net-kourier/releases/download/knative-v${kourier}/kourier.yaml`;

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };

/** kind for a machine; undefined where there is none of that name. */
export function kindProgram(platform: string, architecture: string): string | undefined {
  const [system, processor] = [SYSTEMS[platform], ARCHITECTURES[architecture]];
  if (system === undefined || processor === undefined) return undefined;
  return `https://github.com/kubernetes-sigs/kind/releases/download/v${kind}/kind-${system}-${processor}`;
}
