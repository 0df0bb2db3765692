import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetch } from '../fetch.ts';
import { Repository } from '../registry.ts';

let proxy: Server;
let target: Server;
/** What the proxy was asked for. */
let asked: string[];
const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeEach(async () => {
  asked = [];
  target = createServer((_, response) => response.end('the file'));
  // Each request through a tunnel, as for HTTPS.
  proxy = createServer();
  proxy.on('connect', ({ url = '' }, client: Socket) => {
    asked.push(url);
    const upstream = connect(portOf(target), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) socket.on('error', () => {});
  });
  for (const server of [target, proxy]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy']) {
    vi.stubEnv(name, undefined);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of [target, proxy]) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a fetch', () => {
  const proxyAddress = () => `http://127.0.0.1:${portOf(proxy)}`;

  it.each(['HTTP_PROXY', 'http_proxy'])(
    'goes by the proxy of %s, which alone knows the host',
    async (name) => {
      vi.stubEnv(name, proxyAddress());
      const response = await fetch('http://files.example.com/a');
      expect(await response.text()).toBe('the file');
      expect(asked).toEqual(['files.example.com:80']);
    },
  );

  it('by HTTPS goes by the proxy of HTTPS_PROXY, as that of a registry does', async () => {
    vi.stubEnv('HTTPS_PROXY', proxyAddress());
    // What answers speaks no TLS.
    await expect(fetch('https://files.example.com/a')).rejects.toThrow();
    await expect(new Repository('registry.example.com/cats').find('1')).rejects.toThrow('cannot be reached');
    expect(asked).toEqual(['files.example.com:443', 'registry.example.com:443']);
  });

  it.each([['127.0.0.1'], ['example.com,127.0.0.1'], ['*']])(
    'goes past the proxy to NO_PROXY %s',
    async (hosts) => {
      vi.stubEnv('HTTP_PROXY', proxyAddress());
      vi.stubEnv('NO_PROXY', hosts);
      const response = await fetch(`http://127.0.0.1:${portOf(target)}/a`);
      expect(await response.text()).toBe('the file');
      expect(asked).toEqual([]);
    },
  );

  it('goes straight without these variables', async () => {
    const response = await fetch(`http://127.0.0.1:${portOf(target)}/a`);
    expect(await response.text()).toBe('the file');
    expect(asked).toEqual([]);
  });
});
