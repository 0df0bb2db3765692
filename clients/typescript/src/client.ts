import createFetchClient from 'openapi-fetch';
import { type BatchLimits, DEFAULT_LIMITS, splitBatches } from './batches.ts';
import { type Photo, toBlob } from './photo.ts';
import { ProblemError } from './problem.ts';
import { type Fetch, type RetryOptions, retryingFetch } from './retry.ts';
import type { components, paths } from './schema.generated.ts';

type Schemas = components['schemas'];
export type Prediction = Schemas['Prediction'];
export type Explanation = Prediction & { saliency: Schemas['Saliency'] };
export type BatchResult = Schemas['BatchResult'];

export type ClientOptions = RetryOptions & {
  /** The root of the function, as `http://localhost:8080`. */
  baseUrl: string;
  /** For functions that require one. */
  apiKey?: string;
  /** Instead of the global one. */
  fetch?: Fetch;
};

export type CallOptions = { signal?: AbortSignal };

export type ManyOptions = CallOptions & {
  /** How many requests run at once. Default: 4. */
  concurrency?: number;
};

/** The result of one of many photos; `index` is its place among them. */
export type PhotoResult =
  | { index: number; prediction: Prediction; error?: undefined }
  | { index: number; prediction?: undefined; error: ProblemError };

/** What a photo shows, as a person sees it. */
export type Verdict = Schemas['Verdict'];
export type VerdictCounts = Schemas['VerdictsTaken'];

export type Client = ReturnType<typeof createClient>;

/** Statuses that say something about the photo; the next one may be good. */
const PHOTO_STATUSES = [400, 413, 415, 422];

/** The part of the OpenAPI document that says how much a batch may have. */
type Limited = { paths: { '/predict/batch': { post: { 'x-limits'?: BatchLimits } } } };

const jsonOf = <T>(response: Response) => response.json() as Promise<T>;

/** A client of the function. `api` reaches every path, typed by the function's OpenAPI document. */
export function createClient({ baseUrl, apiKey, fetch: ownFetch, ...retry }: ClientOptions) {
  const root = baseUrl.replace(/\/+$/, '');
  const headers: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  const send = retryingFetch(ownFetch ?? ((request) => fetch(request)), retry);
  const api = createFetchClient<paths>({ baseUrl: root, headers, fetch: send });
  let limits: Promise<BatchLimits> | undefined;

  /** @throws ProblemError */
  async function post(
    path: string,
    body: Blob | FormData | string,
    { signal, ...init }: CallOptions & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const request = new Request(root + path, {
      method: 'POST',
      body,
      headers: { ...headers, ...init.headers },
      ...(signal && { signal }),
    });
    const response = await send(request);
    if (!response.ok) throw new ProblemError(response, await response.json().catch(() => undefined));
    return response;
  }

  async function postPhoto(path: string, photo: Photo, accept: string, options: CallOptions) {
    const blob = await toBlob(photo);
    const type = blob.type.startsWith('image/') ? blob.type : 'application/octet-stream';
    return post(path, blob, { ...options, headers: { accept, 'content-type': type } });
  }

  /** Of this function, from its OpenAPI document; read once. */
  function batchLimits(): Promise<BatchLimits> {
    limits ??= send(new Request(`${root}/openapi.json`, { headers }))
      .then((response) => response.json())
      .then((document) => (document as Limited).paths['/predict/batch'].post['x-limits'] ?? DEFAULT_LIMITS)
      .catch(() => DEFAULT_LIMITS);
    return limits;
  }

  return {
    api,

    /** Classifies a photo. @throws ProblemError */
    async predict(photo: Photo, options: CallOptions = {}): Promise<Prediction> {
      return jsonOf<Prediction>(await postPhoto('/predict', photo, 'application/json', options));
    },

    /**
     * Classifies any number of photos with a bounded number of requests at once.
     * @yields a result or an error for each photo, in the order of the photos
     * @throws ProblemError, for errors that are not about one photo
     */
    async *predictMany(
      photos: Iterable<Photo> | AsyncIterable<Photo>,
      { concurrency = 4, ...options }: ManyOptions = {},
    ): AsyncGenerator<PhotoResult, void> {
      const running: Promise<PhotoResult>[] = [];
      let index = 0;
      const resultOf = async (photo: Photo, at: number): Promise<PhotoResult> => {
        try {
          return { index: at, prediction: await this.predict(photo, options) };
        } catch (error) {
          if (!(error instanceof ProblemError) || !PHOTO_STATUSES.includes(error.status)) throw error;
          return { index: at, error };
        }
      };
      for await (const photo of photos) {
        if (running.length >= concurrency) yield await running.shift()!;
        const result = resultOf(photo, index++);
        // Thrown when its turn comes; until then it is not unhandled.
        result.catch(() => {});
        running.push(result);
      }
      while (running.length > 0) yield await running.shift()!;
    },

    /**
     * Classifies many photos with few requests: as many as the function allows in each, one request after another.
     * @returns a result or an error for each photo, in their order
     * @throws ProblemError
     */
    async predictBatch(photos: readonly Photo[], options: CallOptions = {}): Promise<BatchResult[]> {
      const blobs = await Promise.all(photos.map(toBlob));
      const results: BatchResult[] = [];
      for (const batch of splitBatches(blobs, await batchLimits())) {
        const form = new FormData();
        for (const photo of batch) form.append('file', photo);
        const response = await post('/predict/batch', form, options);
        const body = await jsonOf<Schemas['BatchResults']>(response);
        const first = results.length;
        results.push(...body.results.map((result) => ({ ...result, index: first + result.index })));
      }
      return results;
    },

    /** Classifies a photo, and says where in it the reason lies. @throws ProblemError */
    async explain(photo: Photo, options: CallOptions = {}): Promise<Explanation> {
      return jsonOf<Explanation>(await postPhoto('/explain', photo, 'application/json', options));
    },

    /** The photo with a heat map over it, as PNG or WebP. @throws ProblemError */
    async explainImage(
      photo: Photo,
      { type = 'image/png', ...options }: CallOptions & { type?: 'image/png' | 'image/webp' } = {},
    ): Promise<Blob> {
      return (await postPhoto('/explain', photo, type, options)).blob();
    },

    /** Sends what people see in photos. The function takes all of the verdicts or none. @throws ProblemError */
    async verdict(verdicts: Verdict | readonly Verdict[], options: CallOptions = {}): Promise<VerdictCounts> {
      const body = JSON.stringify([verdicts].flat());
      const headers = { 'content-type': 'application/json' };
      return jsonOf<VerdictCounts>(await post('/verdicts', body, { ...options, headers }));
    },
  };
}
