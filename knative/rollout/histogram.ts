import { SMOKE_TAG } from '../names.ts';

/** How long requests took, by the class of their status: 2 for 200 to 299. */
export type Histogram = Map<StatusClass, Distribution>;
export type StatusClass = 1 | 2 | 3 | 4 | 5;

export interface Distribution {
  count: number;
  /** How many took at most so many seconds, by that bound; +Inf is `count`. */
  buckets: Map<number, number>;
}

/** Of all that queue-proxy answered: also what it refused or timed out itself, which kn_serving_* leaves out. */
const FAMILY = 'http_server_request_duration_seconds';
const STATUS_LABEL = 'http_response_status_code';
/** queue-proxy writes the value of the header SMOKE_TAG_HEADER into this label. */
const TAG_LABEL = 'kn_route_tag';

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads queue-proxy's request durations from a page in Prometheus's text format. */
export function parseHistogram(page: string): Histogram {
  const histogram: Histogram = new Map();
  for (const line of page.split('\n')) {
    if (!line.startsWith(FAMILY)) continue;
    const [, name, labelText = '', valueText] = SAMPLE.exec(line) ?? [];
    const value = Number(valueText);
    if (!Number.isFinite(value)) continue;
    const labels = new Map([...labelText.matchAll(LABEL)].map(([, key, text]) => [key, text]));
    // A smoke test is no client: half of its requests must be refused.
    if (labels.get(TAG_LABEL) === SMOKE_TAG) continue;
    const distribution = distributionOf(histogram, statusClass(labels.get(STATUS_LABEL)));
    const bound = Number(labels.get('le'));
    if (name === `${FAMILY}_count`) distribution.count += value;
    else if (name === `${FAMILY}_bucket` && Number.isFinite(bound)) {
      distribution.buckets.set(bound, (distribution.buckets.get(bound) ?? 0) + value);
    }
  }
  return histogram;
}

function statusClass(status: string | undefined): StatusClass {
  const first = Number(status?.[0]);
  // A request whose status nobody knows is no success.
  return first >= 1 && first <= 5 ? (first as StatusClass) : 5;
}

function distributionOf(histogram: Histogram, status: StatusClass): Distribution {
  const known = histogram.get(status);
  if (known !== undefined) return known;
  const distribution: Distribution = { count: 0, buckets: new Map() };
  histogram.set(status, distribution);
  return distribution;
}

/** Adds `more` to `sum`. */
export function add(sum: Histogram, more: Histogram): void {
  for (const [status, { count, buckets }] of more) {
    const distribution = distributionOf(sum, status);
    distribution.count += count;
    for (const [bound, value] of buckets) {
      distribution.buckets.set(bound, (distribution.buckets.get(bound) ?? 0) + value);
    }
  }
}

/** What came between two looks at one container; a container that started anew counts from zero again. */
export function increase(before: Histogram, after: Histogram): Histogram {
  const restarted = total(after) < total(before);
  if (restarted) return after;
  const difference: Histogram = new Map();
  for (const [status, { count, buckets }] of after) {
    const old = before.get(status);
    difference.set(status, {
      count: count - (old?.count ?? 0),
      buckets: new Map([...buckets].map(([bound, value]) => [bound, value - (old?.buckets.get(bound) ?? 0)])),
    });
  }
  return difference;
}

export function total(histogram: Histogram): number {
  return [...histogram.values()].reduce((sum, { count }) => sum + count, 0);
}

/**
 * The time within which the share `quantile` of the requests was answered, evenly spread within its bucket as
 * Prometheus's histogram_quantile has it; undefined without requests.
 */
export function quantileSeconds(quantile: number, { count, buckets }: Distribution): number | undefined {
  if (count === 0) return undefined;
  const rank = quantile * count;
  let lower = { bound: 0, value: 0 };
  for (const [bound, value] of [...buckets].sort(([a], [b]) => a - b)) {
    if (value >= rank) {
      return lower.bound + ((bound - lower.bound) * (rank - lower.value)) / (value - lower.value || 1);
    }
    lower = { bound, value };
  }
  // Beyond the last bound: all that is known is that it was longer.
  return lower.bound;
}
