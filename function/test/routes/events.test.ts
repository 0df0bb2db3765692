import { type CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { drawing, plainJpeg } from '../../harness/pictures.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

const photo = await plainJpeg();
const attributes = { specversion: '1.0', id: 'photo-1', source: '/uploads', type: 'shelter.photo' };
const ceHeaders = Object.fromEntries(
  Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
);
const structuredType = { 'content-type': 'application/cloudevents+json; charset=utf-8' };

const post = (body: Buffer | string, headers: Record<string, string>) => ({
  method: 'POST',
  headers,
  body: typeof body === 'string' ? body : new Uint8Array(body),
});
const binary = (headers: Record<string, string> = {}, body: Buffer | string = photo) =>
  post(body, { 'content-type': 'image/jpeg', ...ceHeaders, ...headers });
const structured = (event: object) => post(JSON.stringify(event), structuredType);
const without = (name: string) =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));

describe('POST /events', () => {
  it.each([
    ['in binary mode', binary()],
    ['in binary mode, as bytes', binary({ 'content-type': 'application/octet-stream' })],
    ['in structured mode', structured({ ...attributes, data_base64: photo.toString('base64') })],
    [
      'in structured mode, with its type',
      structured({ ...attributes, datacontenttype: 'image/jpeg', data_base64: photo.toString('base64') }),
    ],
  ])('answers a photo %s with a CloudEvent', async (_, init) => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/events', init);
    expect(response.status).toBe(200);
    const headers = Object.fromEntries(response.headers);
    const text = await response.text();
    // By the SDK, as a subscriber in JavaScript would.
    const event = HTTP.toEvent({ headers, body: text }) as CloudEvent<Record<string, unknown>>;
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      specversion: '1.0',
      type: 'cats-vs-dogs.prediction',
      source: 'urn:cats-vs-dogs:function',
      subject: 'photo-1',
      causationid: 'photo-1',
      datacontenttype: 'application/json',
    });
    const predicted = await jsonOf(
      await fetch(`${url}/predict`, post(photo, { 'content-type': 'image/jpeg' })),
    );
    expect(event.data).toEqual({ ...predicted, request_id: headers['x-request-id'] });
  });

  it('gives an event that comes again the same id, and another event another', async () => {
    const { url } = await appUnderTest();
    const idOf = async (init: RequestInit) => (await fetch(`${url}/events`, init)).headers.get('ce-id');
    const first = await idOf(binary());
    expect(await idOf(binary())).toBe(first);
    expect(await idOf(structured({ ...attributes, data_base64: photo.toString('base64') }))).toBe(first);
    expect(await idOf(binary({ 'ce-id': 'photo-2' }))).not.toBe(first);
    expect(await idOf(binary({ 'ce-source': '/others' }))).not.toBe(first);
  });

  it('carries subject and trace, whatever letters they have', async () => {
    const { url } = await appUnderTest();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const subject = 'Mäuschen "7" 100% \u{1F408}\n';
    const init = structured({ ...attributes, subject, traceparent, data_base64: photo.toString('base64') });
    const { headers } = await fetchDocumented(url, '/events', init);
    expect(decodeURIComponent(headers.get('ce-subject')!)).toBe(subject);
    expect(headers.get('ce-traceparent')).toBe(traceparent);
    const again = await fetchDocumented(url, '/events', binary({ 'ce-subject': headers.get('ce-subject')! }));
    expect(again.headers.get('ce-subject')).toBe(headers.get('ce-subject'));
  });

  it.each<[string, object]>([
    ['a subject', { subject: null }],
    ['a time', { time: null }],
    ['an extension', { myext: null }],
    ['data', { data: null }],
    ['a type of the data', { datacontenttype: null }],
  ])('takes %s that is null as if it were not set', async (_, more) => {
    const { url } = await appUnderTest();
    const data_base64 = photo.toString('base64');
    const { status, headers } = await fetchDocumented(
      url,
      '/events',
      structured({ ...attributes, ...more, data_base64 }),
    );
    expect([status, headers.get('ce-subject')]).toEqual([200, 'photo-1']);
  });

  it.each([
    // As SDKs send what they should have encoded.
    ['100%.jpg', '100%25.jpg'],
    ['50%zz%E4', '50%25zz%25E4'],
    ['a b', 'a%20b'],
    // As the standard encodes it.
    ['100%25.jpg', '100%25.jpg'],
    ['%C3%A4%20%22%F0%9F%90%88', '%C3%A4%20%22%F0%9F%90%88'],
    ['%2520', '%2520'],
    // In quotes, as version 1.0 of the standard wrote it.
    ['"a b"', 'a%20b'],
    ['"a\\"b\\\\%20"', 'a%22b\\%20'],
    ['"', '%22'],
  ])('reads the header %s, and writes it as %s', async (sent, expected) => {
    const { url } = await appUnderTest();
    const { status, headers } = await fetchDocumented(url, '/events', binary({ 'ce-subject': sent }));
    expect([status, headers.get('ce-subject')]).toEqual([200, expected]);
  });

  it('reads a source that is percent-encoded once, twice or in quotes as the same', async () => {
    const { url } = await appUnderTest();
    const idOf = async (init: RequestInit) => (await fetch(`${url}/events`, init)).headers.get('ce-id');
    const source = '/my%20photos';
    const id = await idOf(structured({ ...attributes, source, data_base64: photo.toString('base64') }));
    expect(id).toMatch(/^[\da-f]{32}$/);
    for (const sent of ['/my%20photos', '/my%2520photos', '"/my%20photos"']) {
      expect(await idOf(binary({ 'ce-source': sent })), sent).toBe(id);
    }
  });

  it('sends no half of a surrogate pair', async () => {
    const { url } = await appUnderTest();
    const body = JSON.stringify({ ...attributes, subject: 'a', data_base64: photo.toString('base64') });
    const init = post(body.replace('"subject":"a"', '"subject":"a\\ud83d"'), structuredType);
    const { status, headers } = await fetchDocumented(url, '/events', init);
    expect([status, headers.get('ce-subject')]).toEqual([200, 'a%EF%BF%BD']);
  });

  it('reads a large photo whose base64 has escapes', async () => {
    const { url } = await appUnderTest();
    const base64 = (await drawing(200, 150).png({ compressionLevel: 0 }).toBuffer()).toString('base64');
    expect(base64).toMatch(/^.{5000}.*\/.*\+/);
    const body = JSON.stringify({ ...attributes, data_base64: base64 }).replaceAll('+', '\\u002B');
    const { status } = await fetchDocumented(
      url,
      '/events',
      post(body.replaceAll('/', '\\/'), structuredType),
    );
    expect(status).toBe(200);
  });

  it('consents to a webhook that asks for it, for the origin that asks', async () => {
    const { url } = await appUnderTest();
    const ask = (path: string, headers: Record<string, string>) =>
      fetch(url + path, { method: 'OPTIONS', headers });
    const asked = await ask('/events', { 'WebHook-Request-Origin': 'eventgrid.azure.net' });
    expect([asked.status, asked.headers.get('allow')]).toEqual([200, 'POST, OPTIONS']);
    expect(asked.headers.get('webhook-allowed-origin')).toBe('eventgrid.azure.net');
    expect(asked.headers.get('webhook-allowed-rate')).toBe('*');
    for (const plain of [
      await ask('/events', {}),
      await ask('/events', { 'WebHook-Request-Origin': 'a, b' }),
      await ask('/predict', { 'WebHook-Request-Origin': 'eventgrid.azure.net' }),
    ]) {
      expect([plain.status, plain.headers.get('webhook-allowed-origin')]).toEqual([204, null]);
    }
  });

  it('counts and logs the photo', async () => {
    const { url, logged } = await appUnderTest();
    const response = await fetch(`${url}/events`, binary());
    expect(await logged(response.headers.get('x-request-id')!)).toMatchObject({
      path: '/events',
      status: 200,
      predicted_class: 'dog',
    });
    await fetch(`${url}/events`, binary({}, 'no photo'));
    await expect
      .poll(async () => (await fetch(`${url}/metrics`)).text())
      .toMatch(
        /predictions_total{predicted_class="dog"} 1[\s\S]*errors_total{code="image_type_unsupported"} 1/,
      );
  });
});

describe('an event that is bad gets a 4xx that no Broker retries', () => {
  const base64 = photo.toString('base64');
  const largeBase64 = Buffer.alloc(6000).toString('base64');
  const dataOf = (data: object | string) =>
    structured({ ...attributes, datacontenttype: 'application/json', data });
  it.each<[string, RequestInit, number, string]>([
    ['no attributes', post(photo, { 'content-type': 'image/jpeg' }), 400, 'event_malformed'],
    ...(['id', 'source', 'type', 'specversion'] as const).flatMap(
      (name): [string, RequestInit, number, string][] => [
        [`no ${name}`, structured({ ...without(name), data_base64: base64 }), 400, 'event_malformed'],
        [`an empty ${name} in a header`, binary({ [`ce-${name}`]: '' }), 400, 'event_malformed'],
        [
          `a ${name} that is no string`,
          structured({ ...attributes, [name]: 5, data_base64: base64 }),
          400,
          'event_malformed',
        ],
      ],
    ),
    ['another version', binary({ 'ce-specversion': '0.3' }), 400, 'event_malformed'],
    ['a time that is none', binary({ 'ce-time': 'yesterday' }), 400, 'event_malformed'],
    ['a source that is no URI', binary({ 'ce-source': 'a b' }), 400, 'event_malformed'],
    ['a source with a percent sign', binary({ 'ce-source': '/100%' }), 400, 'event_malformed'],
    ['an id that is empty in quotes', binary({ 'ce-id': '""' }), 400, 'event_malformed'],
    ...(['id', 'source', 'type', 'specversion'] as const).map(
      (name): [string, RequestInit, number, string] => [
        `a ${name} that is null`,
        structured({ ...attributes, [name]: null, data_base64: base64 }),
        400,
        'event_malformed',
      ],
    ),
    ['data that is null', structured({ ...attributes, data: null }), 400, 'event_malformed'],
    [
      'no data of either kind',
      structured({ ...attributes, data: null, data_base64: null }),
      400,
      'event_malformed',
    ],
    [
      'another long string beside the photo',
      structured({ ...attributes, subject: 'x'.repeat(5000), data_base64: largeBase64 }),
      400,
      'event_malformed',
    ],
    [
      'a long string beside a url',
      structured({ ...attributes, subject: 'x'.repeat(5000), data: { url: 'https://photos.example' } }),
      400,
      'event_malformed',
    ],
    [
      'much beside the photo',
      structured({ ...attributes, data_base64: largeBase64, extra: new Array(40_000).fill(1) }),
      413,
      'body_too_large',
    ],
    ['an id of 2 kB', binary({ 'ce-id': 'x'.repeat(2000) }), 400, 'event_malformed'],
    [
      'a name in capitals',
      structured({ ...attributes, Foo: 1, data_base64: base64 }),
      400,
      'event_malformed',
    ],
    [
      'an object as attribute',
      structured({ ...attributes, foo: {}, data_base64: base64 }),
      400,
      'event_malformed',
    ],
    ['__proto__', post(`{"__proto__": {"a": 1}, "id": "1"}`, structuredType), 400, 'event_malformed'],
    ['JSON that is cut off', post('{"id":', structuredType), 400, 'event_malformed'],
    ['an array', structured([attributes]), 400, 'event_malformed'],
    ['null', post('null', structuredType), 400, 'event_malformed'],
    ['no data', structured(attributes), 400, 'event_malformed'],
    ['a photo that is no base64', structured({ ...attributes, data_base64: '&&&' }), 400, 'event_malformed'],
    ['a photo that is a number', structured({ ...attributes, data_base64: 7 }), 400, 'event_malformed'],
    [
      'both kinds of data',
      structured({ ...attributes, data: {}, data_base64: base64 }),
      400,
      'event_malformed',
    ],
    ['data that is a string', dataOf('http://photos.example'), 400, 'event_malformed'],
    ['data without a url', dataOf({ uri: 'https://photos.example' }), 400, 'event_malformed'],
    ['a url that is a list', dataOf({ url: ['https://photos.example'] }), 400, 'event_malformed'],
    ['an empty photo', binary({}, ''), 400, 'file_empty'],
    ['an empty photo in base64', structured({ ...attributes, data_base64: '' }), 400, 'file_empty'],
    ['no photo', binary({}, 'hello'), 415, 'image_type_unsupported'],
    ['a photo that is cut off', binary({}, photo.subarray(0, photo.length / 2)), 422, 'image_corrupt'],
    [
      'a batch of events',
      post('[]', { 'content-type': 'application/cloudevents-batch+json' }),
      415,
      'content_type_unsupported',
    ],
    [
      'a form',
      binary({ 'content-type': 'multipart/form-data; boundary=x' }),
      415,
      'content_type_unsupported',
    ],
    ['its own answer', binary({ 'ce-type': 'cats-vs-dogs.prediction' }), 400, 'event_unexpected'],
    [
      'a url in a body that is large',
      binary(
        { 'content-type': 'application/json' },
        JSON.stringify({ url: 'https://a.b', c: 'x'.repeat(70_000) }),
      ),
      413,
      'body_too_large',
    ],
    ['a url where no host is allowed', dataOf({ url: 'https://photos.example/a.jpg' }), 422, 'url_refused'],
  ])('%s', async (_, init, status, code) => {
    const { url, log } = await appUnderTest();
    const response = await fetchDocumented(url, '/events', init);
    const problem = await jsonOf(response);
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(problem.detail).not.toMatch(/ajv|schema|definitions|SDK|node:/i);
    expect(log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
