import { Failure, messageOf } from '../tools/failure.ts';

type Labels = Readonly<Record<string, string>>;

export interface Range {
  startSeconds: number;
  endSeconds: number;
  stepSeconds: number;
}

export interface RuleState {
  name: string;
  type: 'alerting' | 'recording';
  health: 'ok' | 'err' | 'unknown';
  lastError?: string;
  labels?: Labels;
  alerts?: {
    labels: Labels;
    annotations: Labels;
    state: 'pending' | 'firing';
    activeAt: string;
  }[];
}

interface Answer<T> {
  status: 'success' | 'error';
  error?: string;
  data: T;
}

const TIMEOUT_MS = 30_000;

/**
 * A client of Prometheus' API. Every method throws a Failure when Prometheus does not answer within 30 s, or with what
 * it says of a wrong query.
 */
export class Prometheus {
  readonly #url: URL;

  constructor(url: URL) {
    this.#url = url;
  }

  /** The first value of an instant query; 0 for none. */
  async number(query: string): Promise<number> {
    type Data = { result: { value: [seconds: number, value: string] }[] };
    const { result } = await this.#ask<Data>('api/v1/query', { query });
    return Number(result[0]?.value[1] ?? 0);
  }

  /** How many values a query has within a time. NaN does not count: 0/0 is no data. */
  async countValues(query: string, { startSeconds, endSeconds, stepSeconds }: Range): Promise<number> {
    type Data = { result: { values: [seconds: number, value: string][] }[] };
    const range = { start: String(startSeconds), end: String(endSeconds), step: String(stepSeconds) };
    const { result } = await this.#ask<Data>('api/v1/query_range', { query, ...range });
    return result.flatMap(({ values }) => values).filter(([, value]) => value !== 'NaN').length;
  }

  /** Every rule with its state. */
  async rules(): Promise<RuleState[]> {
    const { groups } = await this.#ask<{ groups: { rules: RuleState[] }[] }>('api/v1/rules');
    return groups.flatMap(({ rules }) => rules);
  }

  /** @param form sent as the body of a POST, for queries may be longer than an address; without it a GET */
  async #ask<T>(path: string, form?: Record<string, string>): Promise<T> {
    let answer: Answer<T>;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const request = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
      const response = await fetch(new URL(path, this.#url), { ...request, signal });
      answer = (await response.json()) as Answer<T>;
    } catch (error) {
      throw new Failure(`no Prometheus answers at ${this.#url}: ${messageOf(error)}`, { cause: error });
    }
    if (answer.status === 'success') return answer.data;
    throw new Failure(`Prometheus refuses ${form?.query ?? path}: ${answer.error}`);
  }
}
