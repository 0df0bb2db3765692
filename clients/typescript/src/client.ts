import createFetchClient from 'openapi-fetch';
import type { components, paths } from './schema.generated.ts';

type Schemas = components['schemas'];
export type Prediction = Schemas['Prediction'];
export type BatchResult = Schemas['BatchResult'];
export type Problem = Schemas['Problem'];

export type ClientOptions = {
  /** The root of the function, as `http://localhost:8080`. */
  baseUrl: string;
  /** Where the function asks for one. */
  apiKey?: string;
  /** Instead of the global one. */
  fetch?: (request: Request) => Promise<Response>;
};

type CallOptions = { signal?: AbortSignal };

/** An answer that is no prediction; `code` is stable, and absent where something on the way answered. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly status: number;
  readonly problem: Problem | undefined;
  /** How long one should wait before the same request again. */
  readonly retryAfterSeconds: number | undefined;

  constructor({ status, headers }: Response, error: unknown) {
    const problem =
      typeof error === 'object' && error !== null && 'code' in error ? (error as Problem) : undefined;
    super(problem?.detail ?? `the answer has the status ${status}`);
    this.status = status;
    this.problem = problem;
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    this.retryAfterSeconds = Number.isFinite(seconds) ? seconds : undefined;
  }

  get code(): Problem['code'] | undefined {
    return this.problem?.code;
  }
}

/** A client of the function, typed by its own description; `api` reaches every path. */
export function createClient({ baseUrl, apiKey, fetch }: ClientOptions) {
  const api = createFetchClient<paths>({
    baseUrl,
    ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
    ...(fetch !== undefined && { fetch }),
  });
  return {
    api,

    /** Judges a photo. @throws ProblemError */
    async predict(photo: Blob, options: CallOptions = {}): Promise<Prediction> {
      const { data, error, response } = await api.POST('/predict', {
        ...options,
        body: photo,
        bodySerializer: (body) => body,
        headers: {
          'content-type': photo.type.startsWith('image/') ? photo.type : 'application/octet-stream',
        },
      });
      if (data === undefined) throw new ProblemError(response, error);
      return data;
    },

    /** Judges up to 32 photos; each has a result or an error of its own, in their order. @throws ProblemError */
    async predictBatch(photos: readonly Blob[], options: CallOptions = {}): Promise<BatchResult[]> {
      const { data, error, response } = await api.POST('/predict/batch', {
        ...options,
        body: { file: [...photos] },
        bodySerializer: formOf,
      });
      if (data === undefined) throw new ProblemError(response, error);
      // The type allows for lines too, which only come where they are asked for.
      return (data as Schemas['BatchResults']).results;
    },

    /** The same, each result as soon as it is there. @throws ProblemError */
    async *predictEach(photos: readonly Blob[], options: CallOptions = {}): AsyncGenerator<BatchResult> {
      const { data, error, response } = await api.POST('/predict/batch', {
        ...options,
        body: { file: [...photos] },
        bodySerializer: formOf,
        headers: { accept: 'application/x-ndjson' },
        parseAs: 'stream',
      });
      if (!data) throw new ProblemError(response, error);
      for await (const line of linesOf(data)) yield JSON.parse(line) as BatchResult;
    },
  };
}

function formOf({ file }: { file: Blob[] }): FormData {
  const form = new FormData();
  for (const photo of file) form.append('file', photo);
  return form;
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  // Not `for await`: Safari's streams cannot be iterated.
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (text + decoder.decode(value, { stream: true })).split('\n');
    text = lines.pop() ?? '';
    yield* lines;
  }
}
