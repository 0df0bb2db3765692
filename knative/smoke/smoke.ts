import { setTimeout as pause } from 'node:timers/promises';
import { Failure, messageOf } from '../../tools/failure.ts';
import type { Answer, Client } from '../../tools/http.ts';
import { SMOKE_TAG, SMOKE_TAG_HEADER } from '../names.ts';
import { bodyOf, formOf, LABEL, PHOTO, REFUSED } from './requests.ts';

/** A start from zero, and until a new address is known at the gateway. */
const APPEAR_TIMEOUT_MS = 30_000;
const APPEAR_INTERVAL_MS = 250;
/** From here to there and back; the alert HighPredictionLatency is about the same limit. */
const LATENCY_LIMIT_MS = 500;
const LATENCY_SAMPLES = 7;

interface Model {
  name: string;
  version: string;
}

export interface SmokeReport {
  model: Model;
  /** Half of the predictions took at most so long. */
  medianMs: number;
}

export interface SmokeOptions {
  appearTimeoutMs?: number;
  apiKey?: string | undefined;
  /** Those that may answer. Another one is that of another cluster, or serves no longer. */
  revisions?: readonly string[];
}

/** Tries a function from outside: photos, labels, latency, errors. @throws Failure that says what is wrong */
export async function smoke(
  plain: Client,
  { appearTimeoutMs = APPEAR_TIMEOUT_MS, apiKey = process.env.SMOKE_API_KEY, revisions }: SmokeOptions = {},
): Promise<SmokeReport> {
  const known = withHeaders(plain, {
    // So that a rollout does not count them.
    [SMOKE_TAG_HEADER]: SMOKE_TAG,
    ...(apiKey && { 'x-api-key': apiKey }),
  });
  const client = revisions === undefined ? known : ofRevisions(known, revisions);
  const model = await appear(client, appearTimeoutMs);
  await judgesPhoto('a photo in a form', client, formOf('file', PHOTO), model);
  await judgesPhoto('a photo as the body', client, bodyOf('image/png', PHOTO), model);
  for (const [name, request, status, code] of REFUSED) {
    checkProblem(name, await client.ask(request), status, code);
  }
  const medianMs = await medianLatency(client, model);
  if (medianMs > LATENCY_LIMIT_MS) {
    throw new Failure(
      `half of the predictions took over ${Math.round(medianMs)} ms, ${LATENCY_LIMIT_MS} ms are allowed`,
    );
  }
  return { model, medianMs };
}

function withHeaders(client: Client, headers: Readonly<Record<string, string>>): Client {
  return {
    ...client,
    ask: (request) => client.ask({ ...request, headers: { ...request.headers, ...headers } }),
  };
}

/** The same, and each answer must be of one of these revisions. */
function ofRevisions(client: Client, revisions: readonly string[]): Client {
  return {
    ...client,
    async ask(request) {
      const answer = await client.ask(request);
      const found = answer.headers['x-revision'];
      if (typeof found === 'string' && revisions.includes(found)) return answer;
      const source = found === undefined ? 'no revision' : `the revision ${found}`;
      throw new Failure(
        `${request.method} ${request.path}: answered ${answer.status} from ${source}, not from ${revisions.join(' or ')}`,
      );
    },
  };
}

/** Waits until it says that it is ready. */
async function appear(client: Client, timeoutMs: number): Promise<Model> {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await ready(client);
    if (typeof found !== 'string') return found;
    if (performance.now() > endsAt) throw new Failure(found);
    await pause(APPEAR_INTERVAL_MS);
  }
}

/** Its model, or why there is none. */
async function ready(client: Client): Promise<Model | string> {
  try {
    const answer = await client.ask({ method: 'GET', path: '/ready' });
    if (answer.status !== 200) return `GET /ready answered ${answer.status}`;
    const { model } = jsonOf('GET /ready', answer);
    if (typeof model?.name === 'string' && typeof model.version === 'string') return model;
    return 'GET /ready names no model';
  } catch (error) {
    const reason = messageOf(error).replace(/^GET \/ready: /, '');
    return `GET /ready: ${reason}: if the gateway is elsewhere, --gateway says where`;
  }
}

async function judgesPhoto(
  name: string,
  client: Client,
  request: Parameters<Client['ask']>[0],
  model: Model,
): Promise<number> {
  const answer = await client.ask(request);
  if (answer.status !== 200) throw new Failure(`${name}: answered ${answer.status}`);
  const { prediction, probability, probabilities, is_pet, model: answeredBy } = jsonOf(name, answer);
  if (prediction !== LABEL) throw new Failure(`${name} of a ${LABEL}: answered ${prediction}`);
  const sum = (probabilities?.cat ?? 0) + (probabilities?.dog ?? 0);
  if (!(probability >= 0.5 && probability <= 1 && Math.abs(sum - 1) < 1e-3)) {
    throw new Failure(`${name}: its probabilities are none: ${JSON.stringify(probabilities)}`);
  }
  if (is_pet !== true) throw new Failure(`${name}: a ${LABEL} is no pet to it`);
  if (answeredBy?.version !== model.version) {
    throw new Failure(`${name}: answered by model ${answeredBy?.version}, but ${model.version} is ready`);
  }
  return answer.milliseconds;
}

function checkProblem(name: string, answer: Answer, status: number, code: string): void {
  const type = answer.headers['content-type'];
  if (answer.status !== status || type?.startsWith('application/problem+json') !== true) {
    throw new Failure(
      `${name}: answered ${answer.status} as ${type}, not ${status} as application/problem+json`,
    );
  }
  const problem = jsonOf(name, answer);
  if (problem.code !== code || problem.status !== status) {
    throw new Failure(`${name}: its code is ${problem.code}, not ${code}`);
  }
  if (!problem.request_id || problem.request_id !== answer.headers['x-request-id']) {
    throw new Failure(`${name}: its request_id is not that of the header`);
  }
}

async function medianLatency(client: Client, model: Model): Promise<number> {
  const samples: number[] = [];
  while (samples.length < LATENCY_SAMPLES) {
    samples.push(await judgesPhoto('a photo', client, bodyOf('image/png', PHOTO), model));
  }
  return samples.sort((a, b) => a - b)[LATENCY_SAMPLES >> 1]!;
}

// biome-ignore lint/suspicious/noExplicitAny: what it is, is what is checked
function jsonOf(name: string, { body }: Answer): any {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Failure(`${name}: its answer is not JSON`);
  }
}
