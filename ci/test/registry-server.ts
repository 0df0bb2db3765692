import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry as GHCR is one: nothing without a token, which it gives for an account's. It keeps manifests, and no layer. */
export class RegistryServer {
  readonly manifests = new Map<string, { type: string; body: Buffer }>();
  /** Of every request: method, path, and whether it had a token. */
  readonly requests: string[] = [];
  mayPush = true;
  address = '';
  readonly #account: string;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(account = 'me:right-token') {
    this.#account = `Basic ${Buffer.from(account).toString('base64')}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.address = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    this.requests.push(`${method} ${url.replace(/\?.*/, '')}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, head: Record<string, string> = {}, body: string | Buffer = '') => {
      response.writeHead(status, head);
      response.end(body);
    };
    if (url.startsWith('/token')) {
      if (headers.authorization !== this.#account) return send(401);
      return send(200, {}, JSON.stringify({ token: 'session' }));
    }
    if (headers.authorization !== 'Bearer session') {
      const realm = `http://${this.address}/token`;
      return send(401, { 'www-authenticate': `Bearer realm="${realm}",service="test"` });
    }
    const [, name] = /\/manifests\/(.+)$/.exec(url) ?? [];
    if (method === 'POST' && url.endsWith('/blobs/uploads/')) {
      return this.mayPush ? send(202, { location: `${url}1` }) : send(403);
    }
    if (method === 'DELETE') return send(204);
    if (method === 'PUT' && name) {
      if (!this.mayPush) return send(403);
      this.put(name, headers['content-type'] ?? '', Buffer.concat(chunks));
      return send(201);
    }
    const manifest = name ? this.manifests.get(name) : undefined;
    if (manifest === undefined) return send(404);
    send(200, { 'content-type': manifest.type }, manifest.body);
  }

  put(name: string, type: string, body: Buffer): string {
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    this.manifests.set(name, { type, body });
    this.manifests.set(digest, { type, body });
    return digest;
  }
}
