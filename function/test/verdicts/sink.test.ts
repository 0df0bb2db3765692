import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { HTTP } from 'cloudevents';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../tools/free-port.ts';
import { createLogger } from '../../src/telemetry/log.ts';
import { createVerdictSink } from '../../src/verdicts/sink.ts';
import type { Verdict } from '../../src/verdicts/verdict.ts';

type Delivery = { headers: IncomingHttpHeaders; body: string };

/** A receiver of events that answers with these statuses, the last one for ever; 0 is no answer. */
async function receiver(...statuses: number[]) {
  const deliveries: Delivery[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    deliveries.push({ headers: request.headers, body });
    const status = statuses.length > 1 ? statuses.shift()! : statuses[0]!;
    if (status > 0) response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, deliveries };
}

function sinkTo(url: string, changes: { closeTimeoutMs?: number } = {}) {
  const dropped = { verdicts: 0, lines: [] as string[] };
  const logger = createLogger('info', { write: (line) => void dropped.lines.push(line) });
  const onDropped = (count: number) => {
    dropped.verdicts += count;
  };
  return { ...createVerdictSink({ url, logger, onDropped, firstWaitMs: 5, ...changes }), dropped };
}

const verdictOf = (number: number): Verdict => ({
  ...{ photo_sha256: number.toString(16).padStart(64, '0'), verdict: 'dog' },
  ...{ predicted: 'cat', probability: 0.99, model: '1.0.0' },
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await pause(2);
}

it('sends a verdict as a CloudEvent in binary mode, with the same id for the same verdict', async () => {
  const { url, deliveries } = await receiver(202);
  const sink = sinkTo(url);
  for (const one of [verdictOf(1), verdictOf(1), { ...verdictOf(1), verdict: 'cat' } as const])
    sink.send(one);
  await sink.close();
  const events = deliveries.map((message) => HTTP.toEvent<Verdict>(message));
  expect(events[0]).toMatchObject({
    ...{ specversion: '1.0', type: 'cats-vs-dogs.verdict', source: 'urn:cats-vs-dogs:function' },
    ...{ subject: verdictOf(1).photo_sha256, datacontenttype: 'application/json', data: verdictOf(1) },
  });
  const [first, same, other] = events.map((event) => (event as { id: string }).id);
  expect([same === first, other === first]).toEqual([true, false]);
  expect(sink.dropped.verdicts).toBe(0);
});

it('tries again what may pass, in the order of the verdicts', async () => {
  const { url, deliveries } = await receiver(503, 429, 200);
  const sink = sinkTo(url);
  for (const number of [1, 2]) sink.send(verdictOf(number));
  await until(() => deliveries.length === 4);
  expect(deliveries.map(({ body }) => JSON.parse(body).photo_sha256.at(-1))).toEqual(['1', '1', '1', '2']);
  await sink.close();
  expect(sink.dropped.verdicts).toBe(0);
});

it('drops and counts what the sink refuses, and sends the next one', async () => {
  const { url, deliveries } = await receiver(400, 202);
  const sink = sinkTo(url);
  for (const number of [1, 2]) sink.send(verdictOf(number));
  await sink.close();
  expect([deliveries.length, sink.dropped.verdicts]).toEqual([2, 1]);
  expect(sink.dropped.lines.join()).toContain('status 400');
});

it('gives up after eight tries', async () => {
  const { url, deliveries } = await receiver(500);
  const sink = sinkTo(url);
  sink.send(verdictOf(1));
  await until(() => sink.dropped.verdicts === 1);
  expect(deliveries).toHaveLength(8);
  await sink.close();
});

it('keeps at most 4096 verdicts for a sink that is away, and complains once', async () => {
  const sink = sinkTo(`http://127.0.0.1:${await freePort()}/`, { closeTimeoutMs: 50 });
  for (let number = 0; number < 5000; number++) sink.send(verdictOf(number));
  expect(sink.dropped.verdicts).toBe(5000 - 4096);
  await sink.close();
  expect(sink.dropped.verdicts).toBe(5000);
  expect(sink.dropped.lines).toHaveLength(1);
});

it('ends in time where the sink does not answer, and counts what is left', async () => {
  const { url, deliveries } = await receiver(0);
  const sink = sinkTo(url, { closeTimeoutMs: 100 });
  for (const number of [1, 2, 3]) sink.send(verdictOf(number));
  await until(() => deliveries.length === 1);
  const startedAtMs = performance.now();
  await sink.close();
  expect(performance.now() - startedAtMs).toBeLessThan(1000);
  expect(sink.dropped.verdicts).toBe(3);
});

it('tries at once at its end, though it waits for the sink', async () => {
  const { url, deliveries } = await receiver(503, 202);
  const sink = createVerdictSink({
    ...{ url, logger: createLogger('silent', { write() {} }), onDropped: () => {} },
    firstWaitMs: 20_000,
  });
  sink.send(verdictOf(1));
  await until(() => deliveries.length === 1);
  await sink.close();
  expect(deliveries).toHaveLength(2);
});

it('follows no redirect', async () => {
  const target = await receiver(202);
  const server = createServer((_, response) => void response.writeHead(307, { location: target.url }).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const sink = sinkTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { closeTimeoutMs: 200 });
  sink.send(verdictOf(1));
  await sink.close();
  expect([target.deliveries.length, sink.dropped.verdicts]).toEqual([0, 1]);
});
