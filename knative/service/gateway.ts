import { UsageError } from '../../tools/failure.ts';
import { type Kubectl, ServerError } from '../../tools/kubectl.ts';
import { KIND_CONTEXT } from '../kind/names.ts';

/** Where cluster.yaml maps the gateway to. */
const KIND_GATEWAY = 'http://127.0.0.1:8000';
const NAMESPACE = 'kourier-system';

/** Kubernetes' own Service, as far as it says where it is. */
interface CoreService {
  spec: { type: string; ports: { port: number; targetPort?: number | string; nodePort?: number }[] };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

interface Node {
  status?: { addresses?: { type: string; address: string }[] };
}

/** What is known of where requests may enter the cluster. */
export interface GatewayFacts {
  /** What the user said. */
  given?: string | undefined;
  context: string;
  /** Of the gateway's namespace. */
  services: readonly CoreService[];
  nodeAddress?: string | undefined;
}

/** Where requests enter the cluster; undefined: at the address itself. @throws UsageError for a wrong --gateway */
export function gatewayOf(
  address: URL,
  { given, context, services, nodeAddress }: GatewayFacts,
): URL | undefined {
  if (given !== undefined) return parseGateway(given);
  // With a certificate somebody made names that resolve.
  if (address.protocol === 'https:') return undefined;
  if (context === KIND_CONTEXT) return new URL(KIND_GATEWAY);
  const balancer = services.flatMap(({ status }) => status?.loadBalancer?.ingress ?? [])[0];
  const host = balancer?.hostname ?? balancer?.ip;
  if (host !== undefined) return new URL(`http://${hostInUrl(host)}`);
  const nodePort = services
    .filter(({ spec }) => spec.type === 'NodePort')
    .flatMap(({ spec }) => spec.ports)
    .find(({ port }) => port === 80)?.nodePort;
  if (nodePort === undefined || nodeAddress === undefined) return undefined;
  return new URL(`http://${hostInUrl(nodeAddress)}:${nodePort}`);
}

/** An address as a program on this machine calls it: Kind's gateway is on a port of its own. */
export function addressFromHere(address: URL, context: string): URL {
  if (context !== KIND_CONTEXT || address.protocol !== 'http:') return address;
  const here = new URL(address);
  here.port = new URL(KIND_GATEWAY).port;
  return here;
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function parseGateway(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(`--gateway must be an address as http://127.0.0.1:8000, found: ${text}`);
}

/** Asks the cluster for what `gatewayOf` wants to know. */
export async function gatewayFacts(kubectl: Kubectl, given: string | undefined): Promise<GatewayFacts> {
  if (given !== undefined) return { given, context: '', services: [] };
  const [context, services, nodes] = await Promise.all([
    kubectl.contextName().catch(() => ''),
    kubectl.list<CoreService>('services', NAMESPACE).catch(noneIfRefused),
    // Nodes are in no namespace: kubectl ignores it for them.
    kubectl.list<Node>('nodes', NAMESPACE).catch(noneIfRefused),
  ]);
  const address = nodes[0]?.status?.addresses?.find(({ type }) => type === 'InternalIP');
  return { context, services, nodeAddress: address?.address };
}

/** Whoever may not list these says where the gateway is. */
function noneIfRefused(error: unknown): never[] {
  if (error instanceof ServerError) return [];
  throw error;
}
