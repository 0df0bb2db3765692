import { Failure, messageOf } from '../../tools/failure.ts';

export interface Range {
  startSeconds: number;
  endSeconds: number;
  stepSeconds: number;
}

interface QueryAnswer {
  status: 'success' | 'error';
  error?: string;
  data?: { result: { values: [seconds: number, value: string][] }[] };
}

const TIMEOUT_MS = 30_000;

/** Prometheus' API, as far as it is asked here. */
export class Prometheus {
  readonly #url: URL;

  constructor(url: URL) {
    this.#url = url;
  }

  /**
   * How many values a query has within a time, those that are no number left out: 0/0 is no data.
   * @throws Failure with what Prometheus says of it
   */
  async countValues(query: string, { startSeconds, endSeconds, stepSeconds }: Range): Promise<number> {
    const body = new URLSearchParams({
      query,
      start: String(startSeconds),
      end: String(endSeconds),
      step: String(stepSeconds),
    });
    const { data } = await this.#ask('api/v1/query_range', body);
    const values = (data?.result ?? []).flatMap((series) => series.values);
    return values.filter(([, value]) => value !== 'NaN').length;
  }

  async #ask(path: string, body: URLSearchParams): Promise<QueryAnswer> {
    let answer: QueryAnswer;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(new URL(path, this.#url), { method: 'POST', body, signal });
      answer = (await response.json()) as QueryAnswer;
    } catch (error) {
      throw new Failure(`no Prometheus answers at ${this.#url}: ${messageOf(error)}`, { cause: error });
    }
    if (answer.status === 'success') return answer;
    throw new Failure(`Prometheus refuses ${body.get('query')}: ${answer.error}`);
  }
}
