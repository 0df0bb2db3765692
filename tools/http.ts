import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

export interface Request {
  method: 'GET' | 'POST';
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** From the first byte sent to the last one received. */
  milliseconds: number;
}

export interface Client {
  /** @throws Error when there is no whole answer in time */
  ask(request: Request): Promise<Answer>;
  close(): void;
}

const TIMEOUT_MS = 30_000;

/**
 * Asks the service of that address. With a gateway the connection goes there, and the address is only its Host header:
 * fetch would not send that.
 */
export function clientOf(address: URL, gateway: URL = address, timeoutMs = TIMEOUT_MS): Client {
  const secure = gateway.protocol === 'https:';
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const send = secure ? secureRequest : request;
  return {
    ask: ({ method, path, headers, body = Buffer.alloc(0) }) =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now();
        const outgoing = send(new URL(path, gateway), {
          method,
          agent,
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            ...headers,
            host: address.host,
            ...(method === 'POST' && { 'content-length': body.length }),
          },
        });
        outgoing.once('error', reject);
        outgoing.once('response', (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.once('error', reject);
          incoming.once('end', () => {
            const milliseconds = performance.now() - startedAt;
            const { statusCode: status = 0, headers } = incoming;
            resolve({ status, headers, body: Buffer.concat(chunks), milliseconds });
          });
        });
        outgoing.end(method === 'POST' ? body : undefined);
      }),
    close: () => agent.destroy(),
  };
}
