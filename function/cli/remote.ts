import type { Answer } from '../src/answer.ts';
import type { PhotoClassifier } from './classify.ts';

const ANSWER_TIMEOUT_MS = 60_000;

/**
 * A function that runs elsewhere; `address` is its root, as `http://localhost:8080`.
 * @throws TypeError when that is not an http(s) URL
 */
export function remoteClassifier(address: string): PhotoClassifier {
  const root = URL.canParse(address) ? new URL(address) : undefined;
  if (root?.protocol !== 'http:' && root?.protocol !== 'https:') {
    throw new TypeError(`--url must be an address as http://localhost:8080, found: ${address}`);
  }
  const predict = new URL('predict', root.href.endsWith('/') ? root : `${root.href}/`);
  return {
    async classify(photo) {
      const response = await post(predict, photo);
      const text = await response.text();
      if (response.ok) return parse<Answer>(text, predict);
      const { detail = `answered ${response.status}` } = parse<{ detail?: string }>(text, predict);
      throw new Error(detail);
    },
    close: async () => {},
  };
}

async function post(predict: URL, photo: Buffer): Promise<Response> {
  try {
    return await fetch(predict, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(photo),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
  } catch (cause) {
    const reason = (cause as Error).name === 'TimeoutError' ? 'did not answer in time' : 'cannot be reached';
    throw new Error(`${predict.origin} ${reason}: is the function running? npm run serve starts it`, {
      cause,
    });
  }
}

function parse<T>(text: string, predict: URL): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new Error(`${predict.href} is not this function: its answer is not JSON`, { cause });
  }
}
