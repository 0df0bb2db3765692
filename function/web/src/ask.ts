import { type AskError, cannotReach, problemOf, tooSlow } from './errors.ts';

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

const TIMEOUT_MS = 60_000;
const ATTEMPTS = 4;
const MAX_WAIT_MS = 8000;

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
  return (error as Error).name === 'TimeoutError' ? tooSlow() : cannotReach(!navigator.onLine);
}

function wait(retryAfter: string | null, attempt: number): Promise<void> {
  const seconds = Number(retryAfter ?? 0);
  const ms = Math.min(Math.max(seconds * 1000, 250 * 2 ** attempt), MAX_WAIT_MS);
  return new Promise((resolve) => setTimeout(resolve, ms));
}
