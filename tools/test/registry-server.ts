import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A registry that wants a token, as GHCR and Docker Hub do, and gives one for an account, or to everybody without one.
 * All repositories share its manifests; it keeps no layers.
 */
export class RegistryServer {
  readonly manifests = new Map<string, { type: string; body: Buffer }>();
  /** Method and path of each request, with the query. */
  readonly requests: string[] = [];
  mayPush = true;
  /** It wants the account itself, and gives no tokens. */
  wantsBasic = false;
  /** Sent as docker-content-digest. */
  namedDigest: string | undefined;
  /** Its answer to every request with a token. */
  status: number | undefined;
  address = '';
  /** Tokens end by it, so that the next request needs another. */
  tokens = 0;
  readonly #account: string | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(account?: string) {
    this.#account = account && `Basic ${Buffer.from(account).toString('base64')}`;
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
    this.requests.push(`${method} ${url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, head: Record<string, string> = {}, body: string | Buffer = '') => {
      response.writeHead(status, head);
      response.end(body);
    };
    if (url.startsWith('/token')) {
      if (headers.authorization !== this.#account) return send(401);
      return send(200, {}, JSON.stringify({ token: `session-${this.tokens}` }));
    }
    const wanted = this.wantsBasic ? this.#account : `Bearer session-${this.tokens}`;
    if (wanted === undefined || headers.authorization !== wanted) {
      const repository = /^\/v2\/(.+)\/(manifests|blobs)\//.exec(url)?.[1];
      const scope = `repository:${repository}:${method === 'GET' ? 'pull' : 'pull,push'}`;
      const bearer = `Bearer realm="http://${this.address}/token",service="test",scope="${scope}"`;
      return send(401, { 'www-authenticate': this.wantsBasic ? 'Basic realm="members"' : bearer });
    }
    if (this.status !== undefined) return send(this.status);
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
    // A registry has a manifest in the type that the client accepts, or none.
    if (manifest === undefined || !headers.accept?.includes(manifest.type)) return send(404);
    const digest = this.namedDigest && { 'docker-content-digest': this.namedDigest };
    send(200, { 'content-type': manifest.type, ...digest }, manifest.body);
  }

  put(name: string, type: string, body: Buffer): string {
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    this.manifests.set(name, { type, body });
    this.manifests.set(digest, { type, body });
    return digest;
  }
}
