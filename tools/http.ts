import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';

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

/** A client of a service. It connects to the gateway and sends the address as Host header, which fetch cannot. */
export function clientOf(address: URL, gateway: URL = address, timeoutMs = TIMEOUT_MS): Client {
  const secure = gateway.protocol === 'https:';
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const send = secure ? secureRequest : request;
  return {
    async ask({ method, path, headers, body = Buffer.alloc(0) }) {
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
      // Once the answer has begun, its stream has the error, too.
      outgoing.on('error', () => {});
      outgoing.end(method === 'POST' ? body : undefined);
      const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
      const content = await buffer(incoming);
      const milliseconds = performance.now() - startedAt;
      return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: content, milliseconds };
    },
    close: () => agent.destroy(),
  };
}
