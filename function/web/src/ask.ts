import { apiKey } from './api-key.ts';

/** What the function says of a photo: POST /predict in openapi.json. */
export type Answer = {
  prediction: 'cat' | 'dog';
  probability: number;
  is_pet: boolean;
  pet_score: number;
  needs_review: boolean;
  saliency?: Saliency;
  photo_sha256: string;
  inference_time_ms: number;
  model: { name: string; version: string };
  request_id: string;
};

export type Saliency = { width: number; height: number; values: number[] };

/** Why there is no answer: `message` is what a person reads, and says what to do. */
export class AskError extends Error {
  declare readonly code: string;
  /** Whether the same photo may get an answer later. */
  declare readonly canRetry: boolean;
  /** How long the service asked to wait; 0 where it did not. */
  declare readonly retryAfterMs: number;
  /** Of the answer; 0 where none came. */
  declare readonly status: number;

  constructor(message: string, code: string, canRetry: boolean, status = 0, retryAfterMs = 0) {
    super(message);
    Object.assign(this, { code, canRetry, status, retryAfterMs });
  }
}

const TIMEOUT_MS = 60_000;
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60_000;

export const KEY_NEEDED = 'This service asks for an API key.';
export const LIMIT_REACHED = 'Your key has used up its photos for now.';
export const CHECK_CONNECTION = 'Check your connection and try again.';
export const OFFLINE = 'You are offline. The photo is asked about again when you are back.';

/** For people with a photo: the sentences of the API are for programmers. */
const sentences: Record<string, string> = {
  file_empty: 'This file is empty. Choose the photo again; it may not have been copied completely.',
  body_too_large: 'This file is too large. Save the photo smaller, or as a JPEG, and try that.',
  image_corrupt: 'This photo is damaged or incomplete. Try the original, or another copy of it.',
  image_too_large: 'This picture has too many pixels. Save it smaller and try that.',
  image_too_slow: 'This picture takes too long to open. Save it smaller, or as a JPEG, and try that.',
  request_timeout:
    'The photo took too long to arrive. Try again with a better connection, or a smaller photo.',
  overloaded: 'Too many photos are being judged right now. Try again in a moment.',
  not_ready: 'The model is still being loaded. Try again in a moment.',
  api_key_required: KEY_NEEDED,
  rate_limited: LIMIT_REACHED,
};

/** Of an answer that is none. */
export function problemOf(status: number, body: unknown, retryAfter: string | null = null): AskError {
  const { code: given = '', detail } = (body ?? {}) as { code?: string; detail?: string };
  // A gateway's own answers have no code.
  const code = given || (status === 401 ? 'api_key_required' : status === 429 ? 'rate_limited' : '');
  const canRetry = status >= 500 || status === 408 || status === 429 || status === 401;
  // The detail of a server error is for developers.
  const sentence = sentences[code] ?? (status < 500 ? detail : undefined);
  const message = sentence ?? `Something went wrong there (${status}). Try again.`;
  // A number of seconds; dates are allowed there too, but no gateway of a function sends one.
  const retryAfterMs = Math.min(Number(retryAfter) * 1000 || 0, LONGEST_RETRY_AFTER_MS);
  return new AskError(message, code, canRetry, status, retryAfterMs);
}

/**
 * Asks the function once, with the reason for its answer where `explains` is set and its model gives one.
 * @throws AskError, which says what to do
 */
export async function ask(photo: Blob, explains: boolean): Promise<Answer> {
  try {
    return (await read(await post(explains ? 'predict?explain=true' : 'predict', photo))) as Answer;
  } catch (error) {
    if ((error as AskError).code !== 'explanation_unavailable') throw error;
    return ask(photo, false);
  }
}

/** The photo as a picture with the heat map over it, for a browser that cannot show the photo. @throws AskError */
export const askPicture = async (photo: Blob): Promise<Blob> =>
  (await post('explain', photo, { accept: 'image/webp' })).blob();

/** @throws AskError for every status that is not 2xx */
export async function post(
  path: string,
  body: Blob,
  headers: Record<string, string> = {},
): Promise<Response> {
  const key = apiKey();
  const response = await fetch(path, {
    method: 'POST',
    body,
    headers: {
      'content-type': /^(image|application)\//.test(body.type) ? body.type : 'application/octet-stream',
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw failure(error);
  });
  if (response.ok) return response;
  const problem = await read(response).catch(() => undefined);
  throw problemOf(response.status, problem, response.headers.get('retry-after'));
}

/** The JSON of an answer. @throws AskError for what is not JSON, as a proxy's page */
async function read(response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw failure(error);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw problemOf(response.status, undefined);
  }
}

function failure(error: unknown): AskError {
  if ((error as Error).name === 'TimeoutError') {
    return new AskError(`No answer came within a minute. ${CHECK_CONNECTION}`, 'timeout', true);
  }
  return navigator.onLine
    ? new AskError(`The function cannot be reached. ${CHECK_CONNECTION}`, 'unreachable', true)
    : new AskError(OFFLINE, 'offline', true);
}
