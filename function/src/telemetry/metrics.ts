import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type ErrorCode, errors } from '../errors.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Provenance } from '../model/contract.ts';
import { INFER_PATHS } from '../v2/paths.ts';

const MS = 1e-3;
/** From a tenth of a usual answer to what a client gives up on. */
const latencyBuckets = [
  1, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 250, 500, 1000, 2500, 5000,
].map((ms) => ms * MS);
const partBuckets = [0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 50, 100, 250, 1000].map((ms) => ms * MS);
/**
 * The paths that classify photos, and the label of each; a request that they refuse counts as a prediction error. All
 * other paths share one label: clients can get each status from each of them, and no panel shows it.
 */
const predictionPaths = new Map([
  ...['/predict', '/predict/batch', '/explain', '/events'].map((path) => [path, path] as const),
  ...INFER_PATHS.map((path) => [path, INFER_PATHS[0]!] as const),
]);
/** Finest where the thresholds of the model lie. */
const confidenceBuckets = [0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1];
/** Three for each heap space of V8, and four of seven for one lag: a tenth of the page, and no panel shows them. */
const unused = [
  ...['total', 'used', 'available'].map((what) => `nodejs_heap_space_size_${what}_bytes`),
  ...['min', 'mean', 'stddev', 'p90'].map((what) => `nodejs_eventloop_lag_${what}_seconds`),
];

export type BuildInfo = { version: string; revision: string; node: string };

export type Metrics = {
  countError(code: ErrorCode): void;
  /** Counts a request that is over; `route` is a known path, or undefined for any other. */
  observe(context: RequestContext, route: string | undefined, status: number): void;
  setModel(model: {
    name: string;
    version: string;
    sha256: string;
    provenance: Provenance;
    labels: readonly string[];
    passes: number;
  }): void;
  /** How long it took from the start of the process until it listened. */
  setStart(milliseconds: number): void;
  /** The page for Prometheus, in its text format. */
  page(): Promise<{ contentType: string; text: string }>;
};

/** Every series; the labels take their values from closed sets, and each is there from the start with 0. */
export function createMetrics(build: BuildInfo, inFlight: { requests(): number; bytes(): number }): Metrics {
  const registers = [new Registry()];
  const registry = registers[0]!;
  collectDefaultMetrics({ register: registry });
  for (const name of unused) registry.removeSingleMetric(name);

  const predictions = new Counter({
    name: 'predictions_total',
    help: 'Photos that were judged, by the class that was predicted',
    labelNames: ['predicted_class'],
    registers,
  });
  const latency = new Histogram({
    name: 'prediction_latency_seconds',
    help: 'Time from the headers of a photo to the end of its answer, of photos that were judged',
    buckets: latencyBuckets,
    registers,
  });
  const predictionErrors = new Counter({
    name: 'prediction_errors_total',
    help: 'Requests that got no prediction, by the code of the error',
    labelNames: ['code'],
    registers,
  });
  for (const code of Object.keys(errors)) predictionErrors.inc({ code }, 0);
  const passes = new Counter({
    name: 'prediction_passes_total',
    help: 'Photos that were judged, by the pass that answered',
    labelNames: ['pass'],
    registers,
  });
  const decode = new Histogram({
    name: 'prediction_decode_seconds',
    help: 'Time of decoding a photo, all its passes together, waiting for its turn included',
    buckets: partBuckets,
    registers,
  });
  const inference = new Histogram({
    name: 'prediction_inference_seconds',
    help: 'Time of running the model on a photo, all its passes together',
    buckets: partBuckets,
    registers,
  });
  const confidence = new Histogram({
    name: 'prediction_confidence_ratio',
    help: 'The calibrated probability of the class that was predicted',
    buckets: confidenceBuckets,
    registers,
  });
  const reviews = new Counter({
    name: 'prediction_reviews_total',
    help: 'Photos that were judged, but so unsurely that a person should look',
    registers,
  });
  const notPets = new Counter({
    name: 'prediction_not_pets_total',
    help: 'Photos that were judged, but seem to show neither a cat nor a dog',
    registers,
  });
  const requests = new Counter({
    name: 'http_requests_total',
    // Not by method, of which a stranger could make many at each path; queue-proxy counts by it.
    help: 'Requests by the path that judges photos, or other, and by status',
    labelNames: ['path', 'status'],
    registers,
  });
  new Gauge({
    name: 'predictions_in_flight',
    help: 'Photos that are being received or judged',
    registers,
    collect() {
      this.set(inFlight.requests());
    },
  });
  new Gauge({
    name: 'prediction_body_bytes_in_flight',
    help: 'Bytes of photos that are held in memory',
    registers,
    collect() {
      this.set(inFlight.bytes());
    },
  });
  new Gauge({ name: 'build_info', help: 'What runs here', labelNames: Object.keys(build), registers }).set(
    build,
    1,
  );
  const modelInfo = new Gauge({
    name: 'model_info',
    help: 'The model that is served',
    labelNames: ['name', 'version', 'sha256'],
    registers,
  });
  const modelProvenance = new Gauge({
    name: 'model_provenance_info',
    help: 'What the model that is served was made from',
    labelNames: ['git_commit', 'run_id', 'data_sha256', 'parameters_sha256'],
    registers,
  });
  const modelCreated = new Gauge({
    name: 'model_created_timestamp_seconds',
    help: 'When the model that is served was released, in Unix time',
    registers,
  });
  const start = new Gauge({
    name: 'function_start_seconds',
    help: 'Time from the start of the process until it listened, its model ready',
    registers,
  });

  const countError = (code: ErrorCode) => predictionErrors.inc({ code });
  return {
    countError,
    observe(context, route, status) {
      const path = predictionPaths.get(route ?? '');
      requests.inc({ path: path ?? 'other', status });
      const { errorCode } = context;
      // Of a batch that was answered, each photo's error was counted by itself.
      if (errorCode !== undefined && status >= 400 && path !== undefined) countError(errorCode);
      for (const prediction of context.predictions) {
        predictions.inc({ predicted_class: prediction.predictedClass });
        passes.inc({ pass: prediction.passes });
        confidence.observe(prediction.confidence);
        if (prediction.needsReview) reviews.inc();
        if (!prediction.isPet) notPets.inc();
        latency.observe((performance.now() - context.startedAtMs) * MS);
        decode.observe(prediction.decodeMs * MS);
        inference.observe(prediction.inferenceMs * MS);
      }
    },
    setModel({ labels, passes: passCount, name, version, sha256, provenance }) {
      modelInfo.set({ name, version, sha256 }, 1);
      const { gitCommit, runId, dataSha256, parametersSha256, createdAt } = provenance;
      modelProvenance.set(
        {
          ...{ git_commit: gitCommit, run_id: runId },
          ...{ data_sha256: dataSha256, parameters_sha256: parametersSha256 },
        },
        1,
      );
      modelCreated.set(Date.parse(createdAt) * MS);
      for (const label of labels) predictions.inc({ predicted_class: label }, 0);
      for (let pass = 1; pass <= passCount; pass++) passes.inc({ pass }, 0);
    },
    setStart: (milliseconds) => start.set(milliseconds * MS),
    page: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
