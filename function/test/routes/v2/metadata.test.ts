import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../../harness/app-under-test.ts';
import { fetchDocumented, jsonOf } from '../../helpers/documented.ts';

const MODEL = '/v2/models/cats-vs-dogs';
const VERSION = `${MODEL}/versions/1.0.0`;

async function get(path: string, options?: Parameters<typeof appUnderTest>[0]) {
  const { url } = await appUnderTest(options);
  const response = await fetchDocumented(url, path);
  return { status: response.status, headers: response.headers, body: await jsonOf(response) };
}

describe('the server', () => {
  it.each(['/v2', '/v2/'])('%s tells its name, its version and its extensions', async (path) => {
    const { status, headers, body } = await get(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(body).toEqual({ name: 'cats-vs-dogs', version: '1.2.3', extensions: ['binary_tensor_data'] });
  });

  it('is live before the model is ready, and while it stops', async () => {
    for (const options of [{}, { ready: false }, { stopping: true }]) {
      expect(await get('/v2/health/live', options)).toMatchObject({ status: 200, body: { live: true } });
    }
  });
});

describe.each([
  ['/v2/health/ready', { ready: true }],
  [`${MODEL}/ready`, { name: 'cats-vs-dogs', ready: true }],
  [`${VERSION}/ready`, { name: 'cats-vs-dogs', ready: true }],
])('%s', (path, ready) => {
  it('is 200 when the model is ready', async () => {
    expect(await get(path)).toMatchObject({ status: 200, body: ready });
  });

  it.each([{ ready: false }, { stopping: true }])('is 503 with an error when %j', async (options) => {
    const { status, body } = await get(path, options);
    expect([status, body]).toEqual([503, { error: expect.stringMatching(/\S/) }]);
  });
});

describe.each([MODEL, VERSION])('%s', (path) => {
  it('names the tensors that go in and come out', async () => {
    const { body } = await get(path);
    expect(body).toMatchObject({ name: 'cats-vs-dogs', versions: ['1.0.0'], platform: 'onnx_onnxv1' });
    expect(body.inputs).toEqual([
      { name: 'image', datatype: 'BYTES', shape: [-1] },
      { name: 'image_uint8', datatype: 'UINT8', shape: [-1, -1, -1, 3] },
      { name: 'image_fp32', datatype: 'FP32', shape: [-1, 3, -1, -1] },
    ]);
    expect(body.outputs.map(({ name }: { name: string }) => name)).toEqual([
      'prediction',
      'probability',
      'probabilities',
      'is_pet',
      'pet_score',
      'needs_review',
    ]);
    expect(body.properties).toMatchObject({ labels: 'cat, dog', max_batch_size: '32' });
  });

  it('has no body to take, and nothing to post', async () => {
    const { url } = await appUnderTest();
    const response = await fetch(url + path, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await jsonOf(response)).toEqual({ error: 'This path takes GET, HEAD, OPTIONS.' });
  });
});

describe('what is not there is 404 with an error', () => {
  it.each([
    '/v2/models/dogs-vs-cats',
    '/v2/models/dogs-vs-cats/ready',
    `${MODEL}/versions/1`,
    `${MODEL}/versions/1.0.0/versions/1.0.0`,
    `${MODEL}/config`,
    `${MODEL}/`,
    '/v2/models',
    '/v2/models/%zz',
    '/v2/models/constructor',
    '/v2/health',
    '/v2//',
    '/v2/models//infer',
  ])('%s', async (path) => {
    const { url } = await appUnderTest();
    const response = await fetch(url + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/json']);
    expect(await jsonOf(response)).toEqual({ error: expect.stringMatching(/\S/) });
  });

  it('but a name may come encoded', async () => {
    expect((await get('/v2/models/cats%2Dvs-dogs')).status).toBe(200);
  });

  it('and other paths keep their problem details', async () => {
    const { url } = await appUnderTest();
    const response = await fetch(`${url}/v22`);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

it('no path of a stranger becomes a label of the metrics', async () => {
  const { url, logged } = await appUnderTest();
  const path = '/v2/models/some-name/versions/some-version';
  await fetch(`${url}${path}`, { headers: { 'x-request-id': 'one' } });
  await fetch(`${url}${path}/infer`, { method: 'POST', body: '{}', headers: { 'x-request-id': 'two' } });
  await logged('one');
  await logged('two');
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).not.toContain('some-');
  expect(metrics).toContain('path="other"');
  expect(metrics).toContain('path="/v2/models/{model_name}/infer"');
});
