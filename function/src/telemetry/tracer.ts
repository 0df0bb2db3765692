import { hostname } from 'node:os';
import type { RequestContext } from '../http/request-context.ts';
import type { Logger } from './log.ts';
import { attributesOf, type Span, spansOf } from './spans.ts';

export type Tracer = ReturnType<typeof createTracer>;

type TracerOptions = {
  /** Of an OpenTelemetry collector, as OTEL_EXPORTER_OTLP_ENDPOINT says it: without /v1/traces. */
  endpoint: string;
  serviceName: string;
  version: string;
  logger: Logger;
};

const SCOPE = 'cats-vs-dogs';
// As OpenTelemetry's own batching has them.
const SEND_INTERVAL_MS = 5000;
const MAX_BATCH_SPANS = 512;
const MAX_QUEUED_SPANS = 2048;
const SEND_TIMEOUT_MS = 10_000;
/** A pod that ends waits no longer for a collector that does not answer. */
const CLOSE_TIMEOUT_MS = 1000;
const COMPLAINT_INTERVAL_MS = 60_000;

/** Sends spans by OTLP over HTTP in JSON, in batches. What a collector does not take is dropped and logged. */
export function createTracer({ endpoint, serviceName, version, logger }: TracerOptions) {
  const url = new URL('v1/traces', endpoint.endsWith('/') ? endpoint : `${endpoint}/`);
  const resource = {
    attributes: attributesOf({
      'service.name': serviceName,
      'service.version': version,
      // In Kubernetes the pod's name, and with Knative the revision's with it.
      'service.instance.id': hostname(),
    }),
  };
  let queue: Span[] = [];
  let sending: Promise<void> | undefined;
  let droppedSpans = 0;
  let complainedAtMs = Number.NEGATIVE_INFINITY;

  async function send(spans: Span[], timeoutMs: number): Promise<void> {
    const body = JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: SCOPE, version }, spans }] }],
    });
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`status ${response.status}`);
    } catch (error) {
      droppedSpans += spans.length;
      // What fetch throws says only that it failed; why, its cause.
      complain((error as Error).cause ?? error);
    }
  }

  function complain(cause: unknown): void {
    if (performance.now() - complainedAtMs < COMPLAINT_INTERVAL_MS) return;
    complainedAtMs = performance.now();
    logger.warn({ dropped_spans: droppedSpans, cause: String(cause) }, 'spans were not taken');
  }

  /** One batch at a time, so that a slow collector is not asked twice. */
  function sendBatch(timeoutMs = SEND_TIMEOUT_MS): void {
    if (sending !== undefined || queue.length === 0) return;
    const batch = queue.slice(0, MAX_BATCH_SPANS);
    queue = queue.slice(MAX_BATCH_SPANS);
    sending = send(batch, timeoutMs).finally(() => {
      sending = undefined;
    });
  }

  const timer = setInterval(sendBatch, SEND_INTERVAL_MS);
  timer.unref();

  return {
    /** Takes the spans of a request that is over; they are sent later. */
    record(context: RequestContext, route: string | undefined): void {
      const spans = spansOf(context, route);
      if (queue.length + spans.length > MAX_QUEUED_SPANS) {
        droppedSpans += spans.length;
        complain('more spans than the collector takes');
        return;
      }
      queue.push(...spans);
      if (queue.length >= MAX_BATCH_SPANS) sendBatch();
    },

    /** Sends what is left. */
    async close(): Promise<void> {
      clearInterval(timer);
      const endsAtMs = performance.now() + CLOSE_TIMEOUT_MS;
      for (;;) {
        const leftMs = Math.ceil(endsAtMs - performance.now());
        if (leftMs <= 0) return;
        sendBatch(leftMs);
        if (sending === undefined) return;
        await Promise.race([sending, new Promise((resolve) => setTimeout(resolve, leftMs))]);
      }
    },
  };
}
