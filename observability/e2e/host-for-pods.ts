import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import type { Kubectl } from '../../tools/kubectl.ts';

interface Node {
  status: { addresses: { type: string; address: string }[] };
}

/** The address of E2E_HOST, or that this machine has in the network of the cluster's nodes, of which it may be one itself. */
export async function hostForPods(kubectl: Kubectl): Promise<string> {
  if (process.env.E2E_HOST) return process.env.E2E_HOST;
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
