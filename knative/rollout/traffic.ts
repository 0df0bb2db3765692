import { add, type Distribution, type Histogram, increase, quantileSeconds, total } from './histogram.ts';

/** What a revision answered within some time. */
export interface Summary {
  requests: number;
  /** Answers from 500 on. */
  serverErrors: number;
  /** Answers from 400 to 499: of the same clients as the other revision's. */
  clientErrors: number;
  /** Of the answers below 500, for a refusal is quick. */
  p95Seconds?: number;
}

/** Of the pods of one revision, by their names. */
export type PodHistograms = ReadonlyMap<string, Histogram>;

/** Adds up what the pods of a revision answer while it is looked at; pods come and go meanwhile. */
export class TrafficCounter {
  readonly #sum: Histogram = new Map();
  #last: Map<string, Histogram> | undefined;

  /** @param start the pods whose answers until now do not count; without it those of the first look */
  constructor(start?: PodHistograms) {
    this.#last = start && new Map(start);
  }

  observe(pods: PodHistograms): void {
    this.#last ??= new Map(pods);
    for (const [pod, histogram] of pods) {
      add(this.#sum, increase(this.#last.get(pod) ?? new Map(), histogram));
      this.#last.set(pod, histogram);
    }
  }

  summary(): Summary {
    return summarize(this.#sum);
  }
}

/** All that the pods of a revision have answered since they started. */
export function lifetime(pods: PodHistograms): Summary {
  const counter = new TrafficCounter(new Map());
  counter.observe(pods);
  return counter.summary();
}

function summarize(histogram: Histogram): Summary {
  const answered: Histogram = new Map([[2, { count: 0, buckets: new Map() }]]);
  for (const [status, distribution] of histogram) {
    if (status < 5) add(answered, new Map([[2, distribution]]));
  }
  const p95Seconds = quantileSeconds(0.95, answered.get(2) as Distribution);
  return {
    requests: total(histogram),
    serverErrors: histogram.get(5)?.count ?? 0,
    clientErrors: histogram.get(4)?.count ?? 0,
    ...(p95Seconds !== undefined && { p95Seconds }),
  };
}
