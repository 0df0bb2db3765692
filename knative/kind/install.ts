import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { Failure } from '../../tools/failure.ts';
import { Kubectl, ServerError } from '../../tools/kubectl.ts';
import { releaseFile } from '../../tools/release-files.ts';
import { waitUntil } from '../../tools/wait-until.ts';
import { knativeFolder } from '../names.ts';
import { confirmChange } from '../target/confirm.ts';
import versions from '../versions.json' with { type: 'json' };
import { createCluster } from './kind.ts';
import { KIND_CLUSTER, KIND_CONTEXT } from './names.ts';
import { CHECKSUMS, KOURIER, SERVING_CORE, SERVING_CRDS } from './releases.ts';
import { withSmallRequests } from './small-requests.ts';

const READY_SECONDS = 300;
/** Between two looks at what keeps a Deployment from being ready. */
const LOOK_SECONDS = 5;
const NAMESPACES = ['knative-serving', 'kourier-system'];
/** They read config-observability when they start. */
const METERED = ['activator', 'autoscaler', 'controller', 'webhook'];
/** A manager of their own: with that of the release files, applying these again would remove the settings. */
const SETTINGS_MANAGER = 'cats-vs-dogs-settings';

/** The release files of Knative, as text. */
export interface Releases {
  crds: string;
  core: string;
  kourier: string;
}

/** A cluster with Knative: what is there already stays. */
export async function up(say: (line: string) => void): Promise<void> {
  say(`the cluster ${KIND_CLUSTER} is ${await createCluster()}`);
  const text = async (url: string) => readFileSync(await releaseFile(url, CHECKSUMS), 'utf8');
  const releases = {
    crds: await text(SERVING_CRDS),
    core: await text(SERVING_CORE),
    kourier: await text(KOURIER),
  };
  const kubectl = new Kubectl(KIND_CONTEXT);
  await confirmChange(kubectl, { namespace: NAMESPACES.join(' and ') });
  say(`installing Knative Serving ${versions.knative} and Kourier ${versions.kourier}`);
  await installKnative(kubectl, releases);
  say('Knative Serving and Kourier are ready');
}

/** Installs Knative Serving and Kourier, and sets what knative-config.yaml says. */
export async function installKnative(kubectl: Kubectl, { crds, core, kourier }: Releases): Promise<void> {
  await kubectl.applyForeign(crds);
  const established = ['--for', 'condition=Established', '--timeout', `${READY_SECONDS}s`];
  await kubectl.run(['wait', 'crd', '--all', ...established]);
  const before = await observability(kubectl);
  // Where Knative is there, its webhook has to answer before a ConfigMap can be changed.
  if (before !== undefined) await available(kubectl);
  // Before the Deployments, so that they start with the settings.
  await kubectl.applyForeign(file('knative-config.yaml'), SETTINGS_MANAGER);
  await kubectl.applyForeign(withSmallRequests(core));
  await kubectl.applyForeign(withSmallRequests(kourier));
  await kubectl.apply([parse(file('kourier-nodeport.yaml'))]);
  await available(kubectl);
  if (before === undefined || before === (await observability(kubectl))) return;
  await kubectl.run([
    ...['rollout', 'restart', '--namespace', 'knative-serving'],
    ...METERED.map((name) => `deployment/${name}`),
  ]);
  await available(kubectl);
}

function file(name: string): string {
  return readFileSync(path.join(knativeFolder, 'kind', name), 'utf8');
}

/** Waits for every Deployment. @throws Failure as soon as the node is known to lack CPU */
async function available(kubectl: Kubectl): Promise<void> {
  for (const namespace of NAMESPACES) {
    const isAvailable = await waitUntil(() => rolledOut(kubectl, namespace), {
      timeoutMs: READY_SECONDS * 1000,
      intervalMs: 0,
    });
    if (isAvailable === true) continue;
    throw new Failure(
      `pods in ${namespace} are not ready after ${READY_SECONDS} s: kubectl --context ${KIND_CONTEXT} describe pods --namespace ${namespace} shows why`,
    );
  }
}

async function rolledOut(kubectl: Kubectl, namespace: string): Promise<boolean> {
  const limit = ['--timeout', `${LOOK_SECONDS}s`];
  try {
    await kubectl.run(['rollout', 'status', 'deployment', '--namespace', namespace, ...limit]);
    return true;
  } catch (error) {
    if (!(error instanceof ServerError && error.reason === 'Timeout')) throw error;
    await refuseFullNode(kubectl, namespace);
    return false;
  }
}

interface PendingPod {
  metadata: { name: string };
  status?: { conditions?: { type: string; reason?: string; message?: string }[] };
}

async function refuseFullNode(kubectl: Kubectl, namespace: string): Promise<void> {
  for (const { metadata, status } of await kubectl.list<PendingPod>('pods', namespace)) {
    const full = status?.conditions?.find(
      ({ reason, message }) => reason === 'Unschedulable' && message?.includes('Insufficient cpu'),
    );
    if (full === undefined) continue;
    throw new Failure(
      `${metadata.name} finds no CPU (${full.message}): give Docker or Podman at least 2 CPUs, or stop what else runs in the cluster`,
    );
  }
}

/** Whether the control plane shows its metrics; undefined where there is no Knative yet. */
async function observability(kubectl: Kubectl): Promise<string | undefined> {
  type ConfigMap = { data?: Record<string, string> };
  const found = await kubectl.find<ConfigMap>('configmap', 'config-observability', 'knative-serving');
  return found && (found.data?.['metrics-protocol'] ?? '');
}
