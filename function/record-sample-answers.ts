// Records what a function that runs answers about the sample, for the examples of openapi.json: npx . generate sample-answers.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

const sample = new URL('samples/chelsea.png', import.meta.url);
const MODEL = '/v2/models/cats-vs-dogs';
const REQUEST_ID = '2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b';
/** Small enough to be read in a document. */
const THUMBNAIL_PIXELS = 64;

export const sampleAnswersFile = new URL('src/openapi/sample-answers.json', import.meta.url);

/**
 * The answers of the function at this address.
 * @throws Error when one is not 200
 */
export async function recordSampleAnswers(url: string) {
  async function ask(path: string, init: RequestInit = {}) {
    const response = await fetch(url + path, {
      ...init,
      headers: { 'x-request-id': REQUEST_ID, accept: 'application/json', ...init.headers },
    });
    if (response.status !== 200)
      throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
    return response;
  }
  const askJson = async (path: string, init?: RequestInit) => (await ask(path, init)).json();

  const photo = await readFile(sample);
  const form = new FormData();
  form.append('file', new Blob([photo]), 'chelsea.png');
  form.append('file', new Blob(['no photo']), 'notes.txt');
  const inferRequest = {
    inputs: [{ name: 'image', datatype: 'BYTES', shape: [1], data: [await thumbnail(photo)] }],
  };
  return {
    requestId: REQUEST_ID,
    info: await askJson('/'),
    ready: await askJson('/ready'),
    model: await askJson('/model'),
    prediction: await askJson('/predict', { method: 'POST', body: photo }),
    explanation: await askJson('/predict?explain=true', { method: 'POST', body: photo }),
    batch: await askJson('/predict/batch', { method: 'POST', body: form }),
    metrics: predictionsOf(await (await ask('/metrics', { headers: { accept: 'text/plain' } })).text()),
    v2: {
      server: await askJson('/v2'),
      model: await askJson(MODEL),
      inferRequest,
      inferResponse: await askJson(`${MODEL}/infer`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(inferRequest),
      }),
    },
  };
}

const thumbnail = async (photo: Buffer) =>
  (await sharp(photo).resize(THUMBNAIL_PIXELS).jpeg({ quality: 60 }).toBuffer()).toString('base64');

/** One metric of the text format, with its help and its type: the document shows no more. */
const predictionsOf = (metrics: string) =>
  metrics
    .split('\n')
    .filter((line) => /\bpredictions_total\b/.test(line))
    .map((line) => `${line}\n`)
    .join('');
