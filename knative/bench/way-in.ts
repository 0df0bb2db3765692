import { type Client, clientOf, type Request } from '../../tools/http.ts';
import type { FunctionInCluster } from '../harness/function-in-cluster.ts';

/** Answer times by the way that the requests took. */
export interface WaysIn {
  ingressMs: number[];
  queueProxyMs: number[];
  containerMs: number[];
}

const QUEUE_PROXY_PORT = 8012;
const FUNCTION_PORT = 8080;
const WARM_UP = 20;

/** Sends a request to the ingress, to queue-proxy and to the container in turn. This machine must reach the pods. */
export async function measureWaysIn(
  service: FunctionInCluster,
  { client, request, rounds }: { client: Client; request: Request; rounds: number },
): Promise<WaysIn> {
  await client.ask(request);
  const address = await podAddress(service);
  // queue-proxy takes the Host header as it comes.
  const queueProxy = clientOf(new URL(`http://${address}:${QUEUE_PROXY_PORT}`));
  const container = clientOf(new URL(`http://${address}:${FUNCTION_PORT}`));
  const ways = [
    ['ingressMs', client],
    ['queueProxyMs', queueProxy],
    ['containerMs', container],
  ] as const;
  const found: WaysIn = { ingressMs: [], queueProxyMs: [], containerMs: [] };
  try {
    for (let round = -WARM_UP; round < rounds; round += 1) {
      for (const [way, asked] of ways) {
        const { status, milliseconds } = await asked.ask(request);
        if (status !== 200) throw new Error(`${way}: answered ${status}`);
        if (round >= 0) found[way].push(milliseconds);
      }
    }
    return found;
  } finally {
    queueProxy.close();
    container.close();
  }
}

async function podAddress(service: FunctionInCluster): Promise<string> {
  const address = (await service.pods()).find(({ status }) => status?.phase === 'Running')?.status?.podIP;
  if (address === undefined) throw new Error(`${service.installation.name} has no pod`);
  return address;
}
