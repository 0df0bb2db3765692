import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { plainJpeg } from '../../harness/pictures.ts';
import { errors } from '../../src/errors.ts';
import { openApiDocument } from '../../src/openapi/document.ts';
import { fetchDocumented } from '../helpers/documented.ts';

/** One pod's share of what Prometheus has to keep. */
const MAX_SERIES = 300;
const MAX_PAGE_BYTES = 20_000;
/** All other paths share one label. */
const JUDGING = [
  '/events',
  '/explain',
  '/predict',
  '/predict/batch',
  '/v2/models/{model_name}/infer',
  'other',
];
const CLOSED_LABELS = [
  ...['code', 'data_sha256', 'git_commit', 'kind', 'le', 'name', 'node', 'parameters_sha256', 'pass', 'path'],
  ...[
    'predicted',
    'predicted_class',
    'reviewed',
    'revision',
    'run_id',
    'sha256',
    'status',
    'type',
    'verdict',
  ],
  'version',
];

async function series(url: string): Promise<Map<string, number>> {
  const text = await (await fetchDocumented(url, '/metrics')).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

describe('GET /metrics', () => {
  it('has every series from the start, with 0', async () => {
    const metrics = await series((await appUnderTest()).url);
    for (const label of ['cat', 'dog'])
      expect(metrics.get(`predictions_total{predicted_class="${label}"}`)).toBe(0);
    for (const code of Object.keys(errors))
      expect(metrics.get(`prediction_errors_total{code="${code}"}`)).toBe(0);
    expect(metrics.get('prediction_reviews_total')).toBe(0);
    expect(metrics.get('prediction_not_pets_total')).toBe(0);
    expect(metrics.get('prediction_latency_seconds_count')).toBe(0);
    expect(metrics.get('predictions_in_flight')).toBe(0);
    expect(metrics.get(`build_info{version="1.2.3",revision="abc",node="${process.version}"}`)).toBe(1);
    expect(metrics.get('model_info{name="cats-vs-dogs",version="1.0.0",sha256="f00"}')).toBe(1);
    const digest = '0'.repeat(64);
    expect(
      metrics.get(
        `model_provenance_info{git_commit="${'0'.repeat(40)}",run_id="run",data_sha256="${digest}",parameters_sha256="${digest}"}`,
      ),
    ).toBe(1);
    expect(metrics.get('model_created_timestamp_seconds')).toBe(Date.parse('2026-01-02T03:04:05Z') / 1000);
    expect([...metrics.keys()].some((name) => name.startsWith('nodejs_eventloop_lag'))).toBe(true);
  });

  it('counts predictions, their latency and their passes, and errors by code', async () => {
    const app = await appUnderTest();
    const post = (body: Buffer | string, id: string) =>
      fetch(`${app.url}/predict`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'image/jpeg', 'x-request-id': id },
      });
    await post(await plainJpeg(), 'one');
    await post('hello', 'two');
    await fetch(`${app.url}/some/path`, { headers: { 'x-request-id': 'three' } });
    for (const id of ['one', 'two', 'three']) await app.logged(id);
    const metrics = await series(app.url);
    expect(metrics.get('predictions_total{predicted_class="dog"}')).toBe(1);
    expect(metrics.get('prediction_latency_seconds_count')).toBe(1);
    expect(metrics.get('prediction_decode_seconds_count')).toBe(1);
    expect(metrics.get('prediction_inference_seconds_bucket{le="0.0015"}')).toBe(1);
    expect(metrics.get('prediction_passes_total{pass="1"}')).toBe(1);
    expect(metrics.get('prediction_errors_total{code="image_type_unsupported"}')).toBe(1);
    expect(metrics.get('prediction_errors_total{code="not_found"}')).toBe(0);
    expect(metrics.get('http_requests_total{path="/predict",status="200"}')).toBe(1);
    expect(metrics.get('http_requests_total{path="other",status="404"}')).toBe(1);
  });

  it('counts the answers that need review, and apart from them those of no pet', async () => {
    const app = await appUnderTest();
    const unsure = await plainJpeg();
    const green = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#0f0' } })
      .png()
      .toBuffer();
    const black = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    for (const [index, body] of [unsure, unsure, unsure, green, black].entries()) {
      const headers = { 'content-type': 'image/png', 'x-request-id': `photo-${index}` };
      await fetch(`${app.url}/predict`, { method: 'POST', body, headers });
      await app.logged(`photo-${index}`);
    }
    const metrics = await series(app.url);
    expect(metrics.get('predictions_total{predicted_class="dog"}')).toBe(5);
    expect(metrics.get('prediction_reviews_total')).toBe(3);
    expect(metrics.get('prediction_not_pets_total')).toBe(1);
  });

  it('is for who asks the function itself: what was passed on gets 404, as any path that is not there', async () => {
    const { url } = await appUnderTest();
    for (const [name, value] of [
      ['x-forwarded-for', '192.0.2.7'],
      ['x-forwarded-for', ''],
      ['forwarded', 'for=192.0.2.7'],
      ['k-proxy-request', 'activator'],
    ] as const) {
      const response = await fetchDocumented(url, '/metrics', { headers: { [name]: value } });
      expect(response.status, name).toBe(404);
      expect(await response.text()).not.toContain('predictions_total');
    }
  });

  it('stays small, whatever a stranger sends', async () => {
    const app = await appUnderTest();
    const templates = [...Object.keys(openApiDocument('1.2.3').paths), '/redoc', '/x'];
    const paths = templates.map((path) =>
      path.replace('{model_name}', 'cats-vs-dogs').replace('{model_version}', '9'),
    );
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
    for (const path of paths) {
      for (const method of methods) {
        for (const contentType of ['image/png', 'text/plain']) {
          const body = ['GET', 'HEAD'].includes(method) ? {} : { body: 'no photo' };
          const headers = { 'content-type': contentType, 'x-request-id': `${Math.random()}` };
          await fetch(app.url + path, { method, headers, redirect: 'manual', ...body });
          await fetch(`${app.url}${path}/${Math.random()}`, { method, headers, ...body });
        }
      }
    }
    const classes = ['cat', 'dog', 'neither', null];
    const verdicts = classes.flatMap((predicted) =>
      ['cat', 'dog', 'neither'].flatMap((verdict) =>
        [true, false, null].flatMap((needs_review) =>
          ['1.0.0', '9'].map((model) => ({ predicted, verdict, needs_review, model })),
        ),
      ),
    );
    for (const [index, verdict] of verdicts.entries()) {
      const photo_sha256 = index.toString(16).padStart(64, '0');
      await fetch(`${app.url}/verdicts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...verdict, photo_sha256 }),
      });
    }
    const response = await fetch(`${app.url}/metrics`);
    const page = await response.text();
    const samples = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(samples.length).toBeLessThan(MAX_SERIES);
    expect(page.length).toBeLessThan(MAX_PAGE_BYTES);
    const labels = new Set(
      samples.flatMap((sample) => [...sample.matchAll(/[{,](\w+)="/g)].map(([, name]) => name)),
    );
    const seen = new Set(samples.flatMap((sample) => /[{,]path="([^"]*)"/.exec(sample)?.[1] ?? []));
    expect([...seen].sort()).toEqual(JUDGING);
    // Of each of these the values are the function's own, not the client's.
    expect([...labels].sort()).toEqual(CLOSED_LABELS);
  });
});
