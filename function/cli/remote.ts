import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { type ClassifierAnswer, ClassifierError, type PhotoClassifier } from './classifier.ts';

const ANSWER_TIMEOUT_MS = 60_000;
// What says that the function, or the way to it, is busy or away for the moment, and nothing of the photo.
const PASSING = new Set([408, 425, 429, 502, 503, 504]);
// What says that no photo will be judged there.
const HOPELESS = new Set([401, 403, 404, 405]);

export type RemoteOptions = { apiKey?: string | undefined };

/**
 * A function that runs elsewhere; `address` is its root, as `http://localhost:8080`.
 * @throws TypeError when that is not an http(s) URL
 */
export function remoteClassifier(address: string, { apiKey }: RemoteOptions = {}): PhotoClassifier {
  const root = URL.canParse(address) ? new URL(address) : undefined;
  if (root?.protocol !== 'http:' && root?.protocol !== 'https:') {
    throw new TypeError(`--url must be an address as http://localhost:8080, found: ${address}`);
  }
  const predict = new URL('predict', root.href.endsWith('/') ? root : `${root.href}/`);
  // node:http takes a third of the CPU of fetch for a photo: with ten thousand of them it is the function's own time.
  const isHttps = root.protocol === 'https:';
  const agent = isHttps ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = isHttps ? httpsRequest : httpRequest;
  const headers = {
    'content-type': 'application/octet-stream',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  };

  const post = (photo: Buffer): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      const options = {
        method: 'POST',
        agent,
        signal,
        headers: { ...headers, 'content-length': photo.length },
      };
      send(predict, options, resolve).on('error', reject).end(photo);
    });

  return {
    async classify(photo) {
      let response: IncomingMessage;
      let text: string;
      try {
        response = await post(photo);
        text = await textOf(response);
      } catch (cause) {
        const reason =
          (cause as Error).name === 'AbortError' ? 'did not answer in time' : 'cannot be reached';
        const message = `${predict.origin} ${reason}: is the function running? npm run serve starts it`;
        throw new ClassifierError(message, { code: 'unreachable', passing: true, cause });
      }
      const status = response.statusCode ?? 0;
      if (status === 200) return parse<ClassifierAnswer>(text, predict);
      throw refusal(status, text, response, predict);
    },
    close: async () => agent.destroy(),
  };
}

function refusal(status: number, text: string, { headers }: IncomingMessage, predict: URL): ClassifierError {
  const passing = PASSING.has(status);
  // A gateway's own answer to an overload need not be JSON.
  const problem = passing ? jsonOr(text, {}) : parse<Problem>(text, predict);
  const { detail = `${predict.href} answered ${status}`, code = `status_${status}` } = problem;
  const seconds = Number(headers['retry-after']);
  return new ClassifierError(detail, {
    code,
    passing,
    hopeless: HOPELESS.has(status),
    ...(passing && seconds > 0 && { retryAfterMs: seconds * 1000 }),
  });
}

type Problem = { detail?: string; code?: string };

function jsonOr(text: string, otherwise: Problem): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return otherwise;
  }
}

function parse<T>(text: string, predict: URL): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    const message = `${predict.href} is not this function: its answer is not JSON`;
    throw new ClassifierError(message, { code: 'not_this_function', hopeless: true, cause });
  }
}
