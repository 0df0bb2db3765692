import { type Answer, clientOf } from '../../tools/http.ts';
import { type ClassifierAnswer, ClassifierError, type PhotoClassifier } from './classifier.ts';

const ANSWER_TIMEOUT_MS = 60_000;
// What says that the function, or the way to it, is busy or away for the moment, and nothing of the photo.
const PASSING = new Set([408, 425, 429, 502, 503, 504]);
// What says that no photo will be judged there.
const HOPELESS = new Set([401, 403, 404, 405]);

/**
 * A function that runs elsewhere; `address` is its root, as `http://localhost:8080`.
 * @throws TypeError when that is not an http(s) URL
 */
export function remoteClassifier(address: string, apiKey?: string): PhotoClassifier {
  const root = URL.canParse(address) ? new URL(address) : undefined;
  if (root?.protocol !== 'http:' && root?.protocol !== 'https:') {
    throw new TypeError(`--url must be an address as http://localhost:8080, found: ${address}`);
  }
  const predict = new URL('predict', root.href.endsWith('/') ? root : `${root.href}/`);
  // On node:http, which takes a third of the CPU of fetch for a photo: with ten thousand of them that is as much as the
  // function's own time.
  const client = clientOf(root, root, ANSWER_TIMEOUT_MS);
  const headers = {
    'content-type': 'application/octet-stream',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  };
  return {
    async classify(photo) {
      const answer = await client
        .ask({ method: 'POST', path: predict.pathname, headers, body: photo })
        .catch((cause: Error) => {
          const reason = cause.name === 'AbortError' ? 'did not answer in time' : 'cannot be reached';
          const message = `${predict.origin} ${reason}: is the function running? npm run serve starts it`;
          throw new ClassifierError(message, { code: 'unreachable', passing: true, cause });
        });
      if (answer.status !== 200) throw refusal(answer, predict);
      return parse<ClassifierAnswer>(answer, predict);
    },
    close: async () => client.close(),
  };
}

function refusal(answer: Answer, predict: URL): ClassifierError {
  const { status, headers } = answer;
  const passing = PASSING.has(status);
  // A gateway's own answer need not be JSON.
  const gateways = passing ? {} : status === 413 ? { code: 'body_too_large' } : undefined;
  const problem = parse<{ detail?: string; code?: string }>(answer, predict, gateways);
  const { detail = `${predict.href} answered ${status}`, code = `status_${status}` } = problem;
  const seconds = Number(headers['retry-after']);
  return new ClassifierError(detail, {
    code,
    passing,
    hopeless: HOPELESS.has(status),
    ...(passing && seconds > 0 && { retryAfterMs: seconds * 1000 }),
  });
}

/** @param otherwise for a body that is not JSON; without it, that is an error */
function parse<T>({ body }: Answer, predict: URL, otherwise?: T): T {
  try {
    return JSON.parse(body.toString()) as T;
  } catch (cause) {
    if (otherwise !== undefined) return otherwise;
    const message = `${predict.href} is not this function: its answer is not JSON`;
    throw new ClassifierError(message, { code: 'not_this_function', hopeless: true, cause });
  }
}
