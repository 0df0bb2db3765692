import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry that lets uploads begin, and takes nothing: what stands before another, for an account that lost its right. */
export async function refusingProxy(registry: string): Promise<{ address: string; close(): void }> {
  const upstream = `http://${registry}`;
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === 'PUT' || incoming.method === 'PATCH') {
      incoming.resume();
      outgoing.writeHead(403, { 'content-type': 'application/json' });
      outgoing.end('{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}');
      return;
    }
    const { method, headers, url = '/' } = incoming;
    const onward = request(new URL(url, upstream), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
