/** What the function says of a photo: POST /predict in openapi.json. */
export type Answer = {
  prediction: 'cat' | 'dog';
  probability: number;
  is_pet: boolean;
  pet_score: number;
  needs_review: boolean;
  saliency?: { width: number; height: number; values: number[] };
  photo_sha256: string;
  inference_time_ms: number;
  model: { name: string; version: string };
  request_id: string;
};

/** Why there is no answer: `message` is what a person reads, and says what to do. */
export class AskError extends Error {
  readonly code: string;
  /** Whether the same photo may get an answer later. */
  readonly canRetry: boolean;

  constructor(message: string, code: string, canRetry: boolean) {
    super(message);
    this.code = code;
    this.canRetry = canRetry;
  }
}

const TIMEOUT_MS = 60_000;
const ATTEMPTS = 4;
const MAX_WAIT_MS = 8000;

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
};

/** Of an answer that is none. */
export function problemOf(status: number, body: unknown): AskError {
  const { code = '', detail } = (body ?? {}) as { code?: string; detail?: string };
  const canRetry = status >= 500 || status === 408 || status === 429;
  // The detail of a server error is for developers.
  const sentence = sentences[code] ?? (status < 500 ? detail : undefined);
  return new AskError(sentence ?? `Something went wrong there (${status}). Try again.`, code, canRetry);
}

/**
 * Asks the function, with the reason for its answer where its model gives one; waits and asks again while it is busy.
 * @throws AskError, which says what to do
 */
export async function ask(photo: Blob): Promise<Answer> {
  let path = 'predict?explain=true';
  for (let attempt = 1; ; attempt++) {
    const response = await post(path, photo);
    if (response.ok) return (await read(response)) as Answer;
    const problem = problemOf(response.status, await read(response));
    if (problem.code === 'explanation_unavailable') path = 'predict';
    else if (response.status !== 503 || attempt === ATTEMPTS) throw problem;
    else await wait(response.headers.get('retry-after'), attempt);
  }
}

async function post(path: string, photo: Blob): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      body: photo,
      headers: { 'content-type': photo.type.startsWith('image/') ? photo.type : 'application/octet-stream' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw failure(error);
  }
}

/** The JSON of an answer; undefined of a proxy's page. */
async function read(response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw failure(error);
  });
  try {
    return JSON.parse(text);
  } catch {
    if (response.ok) throw problemOf(response.status, undefined);
    return undefined;
  }
}

function failure(error: unknown): AskError {
  if ((error as Error).name === 'TimeoutError') {
    const message = 'No answer came within a minute. Check your connection and try again.';
    return new AskError(message, 'timeout', true);
  }
  return navigator.onLine
    ? new AskError(
        'The function cannot be reached. Check your connection and try again.',
        'unreachable',
        true,
      )
    : new AskError('You are offline. The photo is asked about again when you are back.', 'offline', true);
}

function wait(retryAfter: string | null, attempt: number): Promise<void> {
  const seconds = Number(retryAfter ?? 0);
  const ms = Math.min(Math.max(seconds * 1000, 250 * 2 ** attempt), MAX_WAIT_MS);
  return new Promise((resolve) => setTimeout(resolve, ms));
}
