import path from 'node:path';
import { Kubectl } from '../../tools/kubectl.ts';
import { releaseFile } from '../../tools/release-files.ts';
import { knativeFolder } from '../names.ts';
import versions from '../versions.json' with { type: 'json' };
import { createCluster } from './kind.ts';
import { KIND_CLUSTER, KIND_CONTEXT } from './names.ts';
import { CHECKSUMS, KOURIER, SERVING_CORE, SERVING_CRDS } from './releases.ts';

const READY = '300s';
const NAMESPACES = ['knative-serving', 'kourier-system'];
/** They read config-observability when they start. */
const METERED = ['activator', 'autoscaler', 'controller', 'webhook'];

/** A cluster with Knative: what is there already stays. */
export async function up(say: (line: string) => void): Promise<void> {
  say(`the cluster ${KIND_CLUSTER} is ${await createCluster()}`);
  await installKnative(new Kubectl(KIND_CONTEXT));
  say(`Knative Serving ${versions.knative} and Kourier ${versions.kourier} are ready`);
}

/** Installs the pinned Knative Serving and Kourier, and sets what knative-config.yaml says. */
async function installKnative(kubectl: Kubectl): Promise<void> {
  await kubectl.applyFile(await releaseFile(SERVING_CRDS, CHECKSUMS));
  await kubectl.run(['wait', 'crd', '--all', '--for', 'condition=Established', '--timeout', READY]);
  await kubectl.applyFile(await releaseFile(SERVING_CORE, CHECKSUMS));
  await kubectl.applyFile(await releaseFile(KOURIER, CHECKSUMS));
  await kubectl.applyFile(path.join(knativeFolder, 'kind/kourier-nodeport.yaml'));
  // The webhook has to answer before a ConfigMap of Knative's can be changed.
  await available(kubectl);
  const before = await observability(kubectl);
  await kubectl.applyFile(path.join(knativeFolder, 'kind/knative-config.yaml'));
  if (before === (await observability(kubectl))) return;
  await kubectl.run([
    ...['rollout', 'restart', '--namespace', 'knative-serving'],
    ...METERED.map((name) => `deployment/${name}`),
  ]);
  await available(kubectl);
}

async function available(kubectl: Kubectl): Promise<void> {
  for (const namespace of NAMESPACES) {
    await kubectl.run(['rollout', 'status', 'deployment', '--namespace', namespace, '--timeout', READY]);
  }
}

async function observability(kubectl: Kubectl): Promise<string> {
  const path = 'jsonpath={.data.metrics-protocol}';
  return kubectl.run([
    ...['get', 'configmap', 'config-observability', '--namespace', 'knative-serving', '--output', path],
  ]);
}
