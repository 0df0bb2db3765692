import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import type { TestProject } from 'vitest/node';
import { imageLoader } from '../../knative/e2e/image-loader.ts';
import { buildImageUnderTest } from '../../knative/e2e/images.ts';
import { Kubectl } from '../../knative/lib/kubectl.ts';
import { apply } from '../lib/deploy.ts';
import { monitoringUnderTest } from './monitoring.ts';

export interface Provided {
  image: string;
  /** An address of this machine that pods reach. */
  host: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    observability: Provided;
  }
}

/** Brings the image of this tree to the cluster of KUBECONFIG, and what watches it, which tells nobody yet. */
export default async function setup(project: TestProject): Promise<void> {
  const kubectl = new Kubectl();
  const load = await imageLoader(kubectl);
  const image = buildImageUnderTest();
  await load(image);
  await apply(kubectl, await monitoringUnderTest(kubectl));
  project.provide('observability', { image, host: process.env.E2E_HOST ?? (await hostForPods(kubectl)) });
}

interface Node {
  status: { addresses: { type: string; address: string }[] };
}

/** The address that this machine has in the network of the cluster's nodes, of which it may be one itself. */
async function hostForPods(kubectl: Kubectl): Promise<string> {
  const { items } = await kubectl.json<{ items: Node[] }>(['get', 'nodes']);
  const nodes = items.flatMap(({ status }) =>
    status.addresses.filter(({ type }) => type === 'InternalIP').map(({ address }) => ipaddr.parse(address)),
  );
  const ours = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = ours.find(
    ({ cidr, internal }) =>
      !internal &&
      cidr !== null &&
      nodes.some((node) => {
        const network = ipaddr.parseCIDR(cidr);
        return node.kind() === network[0].kind() && node.match(network);
      }),
  );
  if (found === undefined)
    throw new Error('no address of this machine is in the network of the nodes: set E2E_HOST');
  return found.address;
}
