import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Client, clientOf } from '../http.ts';

let server: Server;
let answer: RequestListener;
let client: Client;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gateway = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client = clientOf(new URL('http://cats.example.org'), gateway);
});
afterEach(() => {
  client.close();
  server.closeAllConnections();
  server.close();
});

it('sends a request to the gateway with the name of the service, and gives the whole answer', async () => {
  answer = async ({ method, url, headers }, response) => {
    response.writeHead(202, { 'x-revision': 'r-1' });
    response.end(`${method} ${headers.host}${url} ${headers['content-length']}`);
  };
  const sent = await client.ask({ method: 'POST', path: '/predict', body: Buffer.from('photo') });
  expect(sent).toMatchObject({ status: 202, headers: { 'x-revision': 'r-1' } });
  expect(sent.body.toString()).toBe('POST cats.example.org/predict 5');
  expect(sent.milliseconds).toBeGreaterThan(0);
});

it('throws when an answer breaks off', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('half', () => response.destroy());
  };
  await expect(client.ask({ method: 'GET', path: '/' })).rejects.toThrow('aborted');
});
