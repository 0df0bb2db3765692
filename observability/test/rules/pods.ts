import { counts, type Line, type Series, within } from './series.ts';

export const PLACE = { namespace: 'cats-vs-dogs', service: 'cats-vs-dogs', revision: 'cats-vs-dogs-00001' };
export const SERVICE = { namespace: 'cats-vs-dogs', service: 'cats-vs-dogs' };

interface Answers {
  status?: number;
  /** Lines of a histogram: how many were answered within so many seconds. */
  within?: Readonly<Record<string, Line>>;
  all: Line;
}

export interface Pod {
  name?: string;
  place?: typeof PLACE;
  from?: number;
  until?: number;
  /** By class. */
  predictions?: Readonly<Record<string, Line>>;
  reviews?: Line;
  notPets?: Line;
  answers?: readonly Answers[];
  /** When the function's process began, if not with the pod. */
  functionStart?: Line;
  queueProxyStart?: Line;
}

function histogram(labels: Series['labels'], { status = 200, within: buckets = {}, all }: Answers): Series[] {
  const name = 'http_server_request_duration_seconds';
  const own = { ...labels, http_request_method: 'POST', http_response_status_code: String(status) };
  // In time unless told otherwise.
  const lines = { '0.5': all, '1': all, '2.5': all, ...buckets, '+Inf': all };
  return [
    { name: `${name}_count`, labels: own, line: all },
    ...Object.entries(lines).map(([le, line]) => ({
      name: `${name}_bucket`,
      labels: { ...own, le },
      line,
    })),
  ];
}

/** What is scraped of a pod: of the function in it, and of its queue-proxy. */
export function pod({
  name = 'pod-1',
  place = PLACE,
  from = 0,
  until = Number.POSITIVE_INFINITY,
  predictions = {},
  reviews,
  notPets,
  answers = [],
  functionStart = () => from,
  queueProxyStart = () => from,
}: Pod): Series[] {
  const ofFunction = { job: 'function', ...place, pod: name };
  const ofQueueProxy = { job: 'queue-proxy', ...place, pod: name };
  const series: Series[] = [
    { name: 'process_start_time_seconds', labels: ofFunction, line: functionStart },
    { name: 'process_start_time_seconds', labels: ofQueueProxy, line: queueProxyStart },
    { name: 'up', labels: ofFunction, line: () => 1 },
    { name: 'up', labels: ofQueueProxy, line: () => 1 },
    ...Object.entries(predictions).map(([predicted_class, line]) => ({
      name: 'predictions_total',
      labels: { ...ofFunction, predicted_class },
      line,
    })),
    ...(reviews === undefined
      ? []
      : [{ name: 'prediction_reviews_total', labels: ofFunction, line: reviews }]),
    ...(notPets === undefined
      ? []
      : [{ name: 'prediction_not_pets_total', labels: ofFunction, line: notPets }]),
    ...answers.flatMap((given) => histogram(ofQueueProxy, given)),
  ];
  return series.map((one) => ({ ...one, line: within(from, until, one.line) }));
}

/** What the activator tells of the requests that went through it. */
export function activator(answers: readonly Answers[], startedAt: Line = () => 0): Series[] {
  const labels = { job: 'activator', ...PLACE, pod: 'activator-1' };
  return [
    { name: 'process_start_time_seconds', labels, line: startedAt },
    ...answers.flatMap((given) => histogram(labels, given)),
  ];
}

/** A gauge of the autoscaler, by revision. */
export function autoscaler(metric: string, line: Line, place = PLACE): Series {
  return { name: metric, labels: { job: 'autoscaler', ...place, pod: 'autoscaler-1' }, line };
}

/** A pod that answers well, with as many cats as dogs. */
export const healthy = (
  perSecond: number,
  life: Pick<Pod, 'name' | 'place' | 'from' | 'until'> = {},
): Series[] => {
  const all = counts(perSecond, life.from);
  const half = counts(perSecond / 2, life.from);
  return pod({ ...life, predictions: { cat: half, dog: half }, answers: [{ all }] });
};
