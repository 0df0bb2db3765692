import { Failure } from '../../tools/failure.ts';

export interface Sample {
  metric: Readonly<Record<string, string>>;
  value: number;
}

export interface FiringAlert {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  state: 'pending' | 'firing';
  activeAt: string;
}

export interface RuleState {
  name: string;
  type: 'alerting' | 'recording';
  health: 'ok' | 'err' | 'unknown';
  lastError?: string;
  labels?: Readonly<Record<string, string>>;
  duration?: number;
  alerts?: FiringAlert[];
}

/** What Prometheus answers to a person who asks by its API. */
export class PrometheusApi {
  readonly #base: URL;

  constructor(base: URL) {
    this.#base = base;
  }

  /** An instant query. */
  async query(expr: string): Promise<Sample[]> {
    const { result } = await this.#get<{ result: { metric: Sample['metric']; value: [number, string] }[] }>(
      `api/v1/query?query=${encodeURIComponent(expr)}`,
    );
    return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  /** The value of a query that has one; 0 for none. */
  async number(expr: string): Promise<number> {
    return (await this.query(expr))[0]?.value ?? 0;
  }

  async rules(): Promise<RuleState[]> {
    const { groups } = await this.#get<{ groups: { rules: RuleState[] }[] }>('api/v1/rules');
    return groups.flatMap(({ rules }) => rules);
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(new URL(path, this.#base));
    const answer = (await response.json()) as { status: string; data: T; error?: string };
    if (answer.status !== 'success') throw new Failure(`Prometheus: ${answer.error}`);
    return answer.data;
  }
}
