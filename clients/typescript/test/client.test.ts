import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../../function/harness/app-under-test.ts';
import { plainJpeg } from '../../../function/harness/pictures.ts';
import { generateTypes, typesFile } from '../generate.ts';
import { type BatchResult, createClient, type Prediction, type ProblemError } from '../src/client.ts';

const photo = new Blob([await plainJpeg()], { type: 'image/jpeg' });
const bad = new Blob(['no photo']);

const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as ProblemError,
  );

it('has the types that openapi.json has: npx . generate client-types', async () => {
  expect(readFileSync(typesFile, 'utf8')).toBe(await generateTypes());
}, 60_000);

describe('the client', () => {
  it('judges a photo', async () => {
    const client = createClient({ baseUrl: (await appUnderTest()).url });
    const answer: Prediction = await client.predict(photo);
    expect(answer).toMatchObject({ prediction: 'dog', model: { name: 'cats-vs-dogs' } });
    expect((await client.predict(new Blob([await photo.arrayBuffer()]))).probability).toBe(
      answer.probability,
    );
  });

  it('judges many, each with a result or an error, at once or one by one', async () => {
    const client = createClient({ baseUrl: (await appUnderTest()).url });
    const results = await client.predictBatch([photo, bad, photo]);
    const each: BatchResult[] = [];
    for await (const result of client.predictEach([photo, bad, photo])) each.push(result);
    for (const found of [results, each]) {
      expect(found.map((result) => ('error' in result ? result.error.code : result.prediction))).toEqual([
        'dog',
        'image_type_unsupported',
        'dog',
      ]);
    }
  });

  it('throws the problem that the function told', async () => {
    const client = createClient({ baseUrl: (await appUnderTest()).url });
    expect(await problemOf(client.predict(bad))).toMatchObject({
      name: 'ProblemError',
      code: 'image_type_unsupported',
      status: 415,
      problem: { request_id: expect.any(String) },
    });
    expect(await problemOf(client.predictBatch([]))).toMatchObject({ status: 400 });
    const lines = client.predictEach(new Array(33).fill(photo));
    expect(await problemOf(lines.next())).toMatchObject({ code: 'files_too_many' });
  });

  it('tells how long to wait, and bears an answer that is not of the function', async () => {
    const busy = createClient({ baseUrl: (await appUnderTest({ ready: false })).url });
    expect(await problemOf(busy.predict(photo))).toMatchObject({ code: 'not_ready', retryAfterSeconds: 1 });
    const gateway = createClient({
      baseUrl: 'http://gateway.example',
      fetch: async () => new Response('upstream connect error', { status: 503 }),
    });
    expect(await problemOf(gateway.predict(photo))).toMatchObject({ status: 503, code: undefined });
  });

  it('sends its key, and reaches the other paths', async () => {
    const requests: Request[] = [];
    const { url } = await appUnderTest();
    const client = createClient({
      baseUrl: url,
      apiKey: 'secret',
      fetch: (request) => {
        requests.push(request);
        return fetch(request);
      },
    });
    const { data } = await client.api.GET('/ready');
    expect(data?.status).toBe('ready');
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer secret');
  });
});
