import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { predictRequest, runLoad } from '../../bench/load.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(handler: RequestListener): Promise<number> {
  server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const answering =
  (status: number, body: object): RequestListener =>
  (request, response) => {
    request.resume().on('end', () => {
      const text = JSON.stringify(body);
      response.writeHead(status, { 'content-length': Buffer.byteLength(text) }).end(text);
    });
  };

const cat = { prediction: 'cat', probability: 0.9 };
const requests = [{ bytes: predictRequest(Buffer.from('photo'), 'bench-test'), expected: cat }];
const load = { clients: 3, durationMs: 50 };

it('measures each request of each client', async () => {
  let asked = 0;
  const port = await listen((request, response) => {
    asked += 1;
    answering(200, cat)(request, response);
  });
  const { latenciesMs } = await runLoad(port, requests, load);
  expect(latenciesMs.length).toBe(asked);
  expect(asked).toBeGreaterThanOrEqual(3);
});

it('fails on an answer that is not the expected one', async () => {
  const port = await listen(answering(200, { ...cat, prediction: 'dog' }));
  await expect(runLoad(port, requests, load)).rejects.toThrow('expected {"prediction":"cat"');
});

it('fails on another probability, as of a photo that was mixed up with another', async () => {
  const port = await listen(answering(200, { ...cat, probability: 0.8 }));
  await expect(runLoad(port, requests, load)).rejects.toThrow('0.8');
});

it('fails on a refused request', async () => {
  const port = await listen(answering(503, {}));
  await expect(runLoad(port, requests, load)).rejects.toThrow('not a 200');
});

it('fails on a connection that ends', async () => {
  const port = await listen((request) => request.socket.destroy());
  await expect(runLoad(port, requests, load)).rejects.toThrow('closed the connection');
});
