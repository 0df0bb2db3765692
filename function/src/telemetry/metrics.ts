import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type ErrorCode, errors } from '../errors.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { ModelContract } from '../model/contract.ts';
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
/** A sixth of the page, and no panel shows them. What is active is in nodejs_active_resources, too. */
const unused = [
  ...['nodejs_version_info', 'nodejs_eventloop_lag_seconds', 'nodejs_active_resources_total'],
  'nodejs_heap_size_total_bytes',
  ...[
    'cpu_user_seconds_total',
    'cpu_system_seconds_total',
    'virtual_memory_bytes',
    'heap_bytes',
    'max_fds',
  ].map((what) => `process_${what}`),
  ...['total', 'used', 'available'].map((what) => `nodejs_heap_space_size_${what}_bytes`),
  ...['handles', 'handles_total', 'requests', 'requests_total'].map((what) => `nodejs_active_${what}`),
  ...['min', 'max', 'mean', 'stddev', 'p90'].map((what) => `nodejs_eventloop_lag_${what}_seconds`),
];

export type Metrics = ReturnType<typeof createMetrics>;

type ServedModel = Pick<ModelContract, 'name' | 'version' | 'labels' | 'provenance'> & {
  sha256: string;
  passes: number;
};

/** Every series; the labels take their values from closed sets, and each is there from the start with 0. */
export function createMetrics(
  build: { version: string; revision: string; node: string },
  inFlight: { requests(): number; bytes(): number },
  droppedLogLines: () => number = () => 0,
) {
  const registry = new Registry();
  const registers = [registry];
  // A collection of this small heap never takes a second.
  collectDefaultMetrics({ register: registry, gcDurationBuckets: [0.001, 0.01, 0.1] });
  for (const name of unused) registry.removeSingleMetric(name);
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  const collected = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });

  const predictions = counter(
    'predictions_total',
    'Photos that were judged, by the class that was predicted',
    'predicted_class',
  );
  const latency = histogram(
    'prediction_latency_seconds',
    'Time from the headers of a photo to the end of its answer, of photos that were judged',
    latencyBuckets,
  );
  const predictionErrors = counter(
    'prediction_errors_total',
    'Requests that got no prediction, by the code of the error',
    'code',
  );
  for (const code of Object.keys(errors)) predictionErrors.inc({ code }, 0);
  const passes = counter(
    'prediction_passes_total',
    'Photos that were judged, by the pass that answered',
    'pass',
  );
  const decode = histogram(
    'prediction_decode_seconds',
    'Time of decoding a photo, all its passes together, waiting for its turn included',
    partBuckets,
  );
  const inference = histogram(
    'prediction_inference_seconds',
    'Time of running the model on a photo, all its passes together',
    partBuckets,
  );
  const confidence = histogram(
    'prediction_confidence_ratio',
    'The calibrated probability of the class that was predicted',
    confidenceBuckets,
  );
  const reviews = counter(
    'prediction_reviews_total',
    'Photos that were judged, but so unsurely that a person should look',
  );
  const notPets = counter(
    'prediction_not_pets_total',
    'Photos that were judged, but seem to show neither a cat nor a dog',
  );
  const verdicts = counter(
    'prediction_verdicts_total',
    'Verdicts of people, by the answer and by whether it needed review',
    'predicted',
    'verdict',
    'reviewed',
  );
  const droppedVerdicts = counter(
    'verdict_events_dropped_total',
    'Verdicts that the sink of events did not take',
  );
  const requests = counter(
    'http_requests_total',
    // Not by method, of which a client could make many at each path; queue-proxy counts by it.
    'Requests by the path that judges photos, or other, and by status',
    'path',
    'status',
  );
  collected('predictions_in_flight', 'Photos that are being received or judged', inFlight.requests);
  collected('prediction_body_bytes_in_flight', 'Bytes of photos that are held in memory', inFlight.bytes);
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Log lines that were dropped, because their reader was too slow or gone',
    registers,
    collect() {
      this.reset();
      this.inc(droppedLogLines());
    },
  });
  gauge('build_info', 'What runs here', ...Object.keys(build)).set(build, 1);
  const modelInfo = gauge('model_info', 'The model that is served', 'name', 'version', 'sha256');
  const modelProvenance = gauge(
    'model_provenance_info',
    'What the model that is served was made from',
    'git_commit',
    'run_id',
    'data_sha256',
    'parameters_sha256',
  );
  const modelCreated = gauge(
    'model_created_timestamp_seconds',
    'When the model that is served was released, in Unix time',
  );
  const start = gauge(
    'function_start_seconds',
    'Time from the start of the process until it listened, its model ready',
  );

  const keysReload = gauge(
    'api_keys_last_reload_successful',
    'Whether API_KEYS_FILE could be read when it last changed; if not, the keys before stay valid',
  );
  keysReload.set(1);

  const countError = (code: ErrorCode) => predictionErrors.inc({ code });
  return {
    countError,

    /** Counts a request that is over; `route` is a known path, or undefined for any other. */
    observe(context: RequestContext, route: string | undefined, status: number): void {
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

    setModel({ name, version, sha256, provenance, labels, passes: passCount }: ServedModel): void {
      modelInfo.set({ name, version, sha256 }, 1);
      const { gitCommit, runId, dataSha256, parametersSha256, createdAt } = provenance;
      const hashes = { data_sha256: dataSha256, parameters_sha256: parametersSha256 };
      modelProvenance.set({ git_commit: gitCommit, run_id: runId, ...hashes }, 1);
      modelCreated.set(Date.parse(createdAt) * MS);
      for (const label of labels) predictions.inc({ predicted_class: label }, 0);
      for (let pass = 1; pass <= passCount; pass++) passes.inc({ pass }, 0);
    },

    setKeysReload: (successful: boolean) => keysReload.set(successful ? 1 : 0),

    countVerdict: (labels: { predicted: string; verdict: string; reviewed: string }) => verdicts.inc(labels),
    countDroppedVerdicts: (count: number) => droppedVerdicts.inc(count),

    /** How long it took from the start of the process until it listened. */
    setStart: (milliseconds: number) => start.set(milliseconds * MS),

    /** The page for Prometheus, in its text format. */
    page: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
