import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../tools/free-port.ts';
import { type BuiltServer, type Environment, startServer } from '../../harness/built-server.ts';
import { type Answer, exchange, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import type { Span } from '../../src/telemetry/spans.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const SAMPLED = { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` };

interface Export {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue: string } }[] };
    scopeSpans: { scope: { name: string }; spans: Span[] }[];
  }[];
}

/** A receiver of OTLP over HTTP in JSON, that answers with `status`. */
async function collector(status = 200) {
  const exports: Export[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    expect(`${request.method} ${request.url} ${request.headers['content-type']}`).toBe(
      'POST /v1/traces application/json',
    );
    exports.push(JSON.parse(body) as Export);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stoppables.push(server);
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exports,
    spans: () => exports.flatMap(({ resourceSpans }) => resourceSpans[0]!.scopeSpans[0]!.spans),
  };
}

const stoppables: (Server | BuiltServer)[] = [];
afterEach(async () => {
  for (const stoppable of stoppables.splice(0)) {
    if ('pid' in stoppable) await stoppable.stop();
    else stoppable.close();
  }
});

async function start(env: Environment): Promise<BuiltServer> {
  const server = await startServer(env);
  stoppables.push(server);
  return server;
}

async function ask(
  server: BuiltServer,
  headers: Record<string, string> = {},
  {
    path = '/predict',
    method = 'POST',
    body = CHELSEA_JPEG,
  }: { path?: string; method?: string; body?: Buffer } = {},
): Promise<Answer> {
  const own = { 'Content-Type': 'application/octet-stream', ...headers };
  const bytes = requestBytes(
    method,
    path,
    method === 'GET' ? headers : own,
    method === 'GET' ? undefined : body,
  );
  const { answers } = await exchange(server.port, bytes, { answers: 1 });
  return answers[0]!;
}

const lineOf = (server: BuiltServer, requestId: string | undefined): Record<string, unknown> =>
  server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find((line) => line.request_id === requestId)!;

const attributeOf = (span: Span, key: string) =>
  span.attributes.find((attribute) => attribute.key === key)?.value;
const nanoseconds = ({ startTimeUnixNano, endTimeUnixNano }: Span) => [
  BigInt(startTimeUnixNano),
  BigInt(endTimeUnixNano),
];

describe('without a collector', () => {
  it("the caller's trace is in the log and on the answer, as it came", async () => {
    const server = await start({});
    const { status, headers } = await ask(server, { ...SAMPLED, 'X-Request-Id': 'one' });
    expect(status).toBe(200);
    expect(headers.traceresponse).toBe(SAMPLED.traceparent);
    await server.stop();
    expect(lineOf(server, 'one')).toMatchObject({ trace_id: TRACE_ID, span_id: SPAN_ID });
  });

  it('a request without a trace gets none', async () => {
    const server = await start({});
    const { headers } = await ask(server, { 'X-Request-Id': 'two' });
    expect(headers).not.toHaveProperty('traceresponse');
    await server.stop();
    expect(lineOf(server, 'two')).not.toHaveProperty('trace_id');
  });
});

describe('with OTEL_EXPORTER_OTLP_ENDPOINT', () => {
  it("a prediction is a span in the caller's trace, with a span for each decode and inference in it", async () => {
    const { endpoint, exports, spans } = await collector();
    const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: 'pets' });
    const before = BigInt(Date.now()) * 1_000_000n;
    const { headers } = await ask(server, { ...SAMPLED, 'X-Request-Id': 'three' });
    await server.stop();
    const after = BigInt(Date.now()) * 1_000_000n;

    const [request, ...parts] = spans();
    expect(request).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: SPAN_ID,
      name: 'POST /predict',
      kind: 2,
    });
    expect(request).not.toHaveProperty('status');
    expect(attributeOf(request!, 'http.response.status_code')).toEqual({ intValue: '200' });
    expect(attributeOf(request!, 'prediction.class')).toEqual({ stringValue: 'cat' });
    expect(attributeOf(request!, 'request.id')).toEqual({ stringValue: 'three' });
    expect(headers.traceresponse).toBe(`00-${TRACE_ID}-${request!.spanId}-01`);
    expect(lineOf(server, 'three')).toMatchObject({ trace_id: TRACE_ID, span_id: request!.spanId });

    expect(parts.map(({ name }) => name)).toEqual(['decode', 'inference']);
    const [start0, end0] = nanoseconds(request!);
    const millisecond = 1_000_000n;
    expect(start0! >= before - millisecond && end0! <= after + millisecond).toBe(true);
    for (const part of parts) {
      expect(part).toMatchObject({ traceId: TRACE_ID, parentSpanId: request!.spanId, kind: 1 });
      const [start1, end1] = nanoseconds(part);
      expect(start0! <= start1! && start1! < end1! && end1! <= end0!).toBe(true);
    }
    expect(new Set([SPAN_ID, ...spans().map(({ spanId }) => spanId)]).size).toBe(4);
    const resource = exports[0]!.resourceSpans[0]!.resource.attributes;
    expect(resource.find(({ key }) => key === 'service.name')?.value).toEqual({ stringValue: 'pets' });
  });

  it('a request without a trace begins one, and one that is refused says why', async () => {
    const { endpoint, spans } = await collector();
    const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/` });
    const { status, headers } = await ask(server, {}, { body: Buffer.from('no photo') });
    expect(status).toBe(415);
    await server.stop();
    const [request, ...parts] = spans();
    expect(parts).toEqual([]);
    expect(request).not.toHaveProperty('parentSpanId');
    expect(request).not.toHaveProperty('status');
    expect(attributeOf(request!, 'error.type')).toEqual({ stringValue: 'image_type_unsupported' });
    expect(headers.traceresponse).toBe(`00-${request!.traceId}-${request!.spanId}-01`);
  });

  it('what its caller does not sample, and what watches over the process, is not sent', async () => {
    const { endpoint, spans } = await collector();
    const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    const { headers } = await ask(server, { traceparent: `00-${TRACE_ID}-${SPAN_ID}-00` });
    expect(headers.traceresponse).toMatch(new RegExp(`^00-${TRACE_ID}-[\\da-f]{16}-00$`));
    for (const path of ['/health', '/ready', '/metrics']) await ask(server, {}, { method: 'GET', path });
    await ask(server, {}, { method: 'GET', path: '/' });
    await server.stop();
    expect(spans().map(({ name }) => name)).toEqual(['GET /']);
  });

  it.each([
    ['that refuses', async () => (await collector(500)).endpoint, 'status 500'],
    ['that is not there', async () => `http://127.0.0.1:${await freePort()}`, 'ECONNREFUSED'],
  ])(
    'a collector %s costs spans, is logged, and neither answers nor the end suffer',
    async (_, endpoint, cause) => {
      const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: await endpoint() });
      expect((await ask(server)).status).toBe(200);
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      expect(server.output()).toMatch(
        new RegExp(`"dropped_spans":3,"cause":"[^"]*${cause}[^"]*","message":"spans were not taken"`),
      );
    },
  );
});
