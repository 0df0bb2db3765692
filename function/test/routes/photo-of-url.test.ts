import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AppUnderTest, appUnderTest } from '../../harness/app-under-test.ts';
import { plainJpeg } from '../../harness/pictures.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

const photo = await plainJpeg();

/** A host for photos on 127.0.0.1, and how many requests it got. */
async function photoHost(answer: RequestListener): Promise<{ port: number; requests: () => number }> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests: () => requests };
}

const sendsPhoto: RequestListener = (_, response) => void response.end(photo);

const inside = { PHOTO_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128' };

const EVENT = {
  'ce-id': '1',
  'ce-source': '/uploads',
  'ce-type': 'shelter.photo',
  'ce-specversion': '1.0',
};

const json = { 'content-type': 'application/json' };

describe.each([
  ['an event', '/events', { ...json, ...EVENT }],
  ['a request for a prediction', '/predict', json],
])('a photo that %s names by its URL', (_, path, headers) => {
  /** Sends the URL of a photo and gives the code of the answer, 'ok' for a prediction. */
  async function codeOf({ url }: Pick<AppUnderTest, 'url'>, photoUrl: string): Promise<string> {
    const response = await fetchDocumented(url, path, {
      method: 'POST',
      headers,
      body: JSON.stringify({ url: photoUrl }),
    });
    const answer = await jsonOf(response);
    return response.ok ? 'ok' : `${response.status} ${answer.code}`;
  }

  it('is fetched from a host that is allowed', async () => {
    const host = await photoHost(sendsPhoto);
    for (const name of ['localhost', '127.0.0.1']) {
      const app = await appUnderTest({
        env: { PHOTO_ALLOWED_HOSTS: `photos.example, http://${name}:${host.port}`, ...inside },
      });
      expect(await codeOf(app, `http://${name}:${host.port}/a.jpg?size=1#top`)).toBe('ok');
    }
  });

  it('is not fetched where no host is allowed, and the error says so', async () => {
    const { url } = await appUnderTest();
    const init = { method: 'POST', headers, body: '{"url":"https://photos.example/"}' };
    const answer = await jsonOf(await fetchDocumented(url, path, init));
    expect(answer).toMatchObject({
      code: 'url_refused',
      detail: 'No host is allowed: send the photo itself.',
    });
  });

  it('is not fetched from any other scheme, host or port, by no spelling', async () => {
    const host = await photoHost(sendsPhoto);
    const app = await appUnderTest({ env: { PHOTO_ALLOWED_HOSTS: 'photos.example', ...inside } });
    for (const url of [
      `http://127.0.0.1:${host.port}/`,
      `http://localhost:${host.port}/`,
      'http://photos.example/',
      'https://photos.example:8443/',
      'https://photos.example:22/',
      'https://photos.example./',
      'https://sub.photos.example/',
      'https://photos.example.evil.example/',
      'https://evil.example/photos.example',
      'https://evil.example#photos.example',
      'https://photos.example@evil.example/',
      'https://user@photos.example/',
      'https://user:password@photos.example/',
      'https://photos.example%2eevil.example/',
      'file:///etc/passwd',
      'ftp://photos.example/',
      'gopher://photos.example/',
      'data:image/png;base64,AAAA',
      'blob:https://photos.example/1',
      'javascript:alert(1)',
      '//photos.example/',
      '/etc/passwd',
      '',
    ]) {
      expect(await codeOf(app, url), url).toBe('422 url_refused');
    }
    expect(host.requests()).toBe(0);
  });

  it.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0177.0.0.1',
    'http://0x7f.1',
    'http://0x7f000001',
    'http://127.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[::127.0.0.1]',
    'http://[0:0:0:0:0:0:0:1]',
    'http://0.0.0.0',
    'http://[::]',
    'http://169.254.169.254',
    'http://2852039166',
    'http://[::ffff:a9fe:a9fe]',
    'http://[fe80::1]',
    'http://[fd00:ec2::254]',
    'http://10.0.0.1',
    'http://localhost',
  ])('is not fetched from %s even where that is an allowed host', async (origin) => {
    const host = await photoHost(sendsPhoto);
    // However it is spelled, it is allowed as what it means.
    const { origin: meant } = new URL(`${origin}:${host.port}`);
    const app = await appUnderTest({ env: { PHOTO_ALLOWED_HOSTS: meant } });
    expect(await codeOf(app, `${origin}:${host.port}/a.jpg`)).toBe('422 url_refused');
    expect(host.requests()).toBe(0);
  });

  it('is not fetched from a link-local address even where its network is allowed', async () => {
    const env = { PHOTO_ALLOWED_HOSTS: 'http://169.254.169.254', PHOTO_ALLOWED_NETWORKS: '0.0.0.0/0' };
    expect(await codeOf(await appUnderTest({ env }), 'http://169.254.169.254/latest/meta-data')).toBe(
      '422 url_refused',
    );
  });

  it.each([301, 302, 303, 307, 308])('is not fetched from where a %i leads', async (status) => {
    const target = await photoHost(sendsPhoto);
    const host = await photoHost((_, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${target.port}/` }).end();
    });
    const hosts = `http://127.0.0.1:${host.port},http://127.0.0.1:${target.port}`;
    const app = await appUnderTest({ env: { PHOTO_ALLOWED_HOSTS: hosts, ...inside } });
    expect(await codeOf(app, `http://127.0.0.1:${host.port}/`)).toBe('422 photo_unavailable');
    expect(target.requests()).toBe(0);
  });

  it.each<[string, RequestListener, string]>([
    ['404', (_, response) => void response.writeHead(404).end(), '422 photo_unavailable'],
    ['403', (_, response) => void response.writeHead(403).end(), '422 photo_unavailable'],
    ['204', (_, response) => void response.writeHead(204).end(), '422 photo_unavailable'],
    ['500, which may pass', (_, response) => void response.writeHead(500).end(), '502 photo_unreachable'],
    ['429, which may pass', (_, response) => void response.writeHead(429).end(), '502 photo_unreachable'],
    ['no photo', (_, response) => void response.end('hello'), '415 image_type_unsupported'],
    ['nothing', (_, response) => void response.end(), '400 file_empty'],
    [
      'a declared length over the limit',
      (_, response) => void response.writeHead(200, { 'content-length': 1e9 }).write('x'),
      '422 photo_unavailable',
    ],
    [
      'bytes without end',
      (_, response) => {
        const pour = () => {
          while (response.write(Buffer.alloc(65_536)) && !response.destroyed);
        };
        response.on('drain', pour);
        pour();
      },
      '422 photo_unavailable',
    ],
    [
      'a coding',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(photo),
      '422 photo_unavailable',
    ],
    [
      'a cut',
      (_, response) => {
        response.writeHead(200, { 'content-length': 99 }).write('x');
        setTimeout(() => response.destroy(), 20);
      },
      '502 photo_unreachable',
    ],
    ['silence', () => {}, '502 photo_unreachable'],
    [
      'a trickle',
      (_, response) => {
        response.write('x');
        setInterval(() => response.write('x'), 50).unref();
      },
      '502 photo_unreachable',
    ],
    [
      'headers without end',
      (_, response) => void response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end(photo),
      '502 photo_unreachable',
    ],
  ])('of which the host sends %s', async (_, answer, code) => {
    const { port } = await photoHost(answer);
    const app = await appUnderTest({
      env: {
        PHOTO_ALLOWED_HOSTS: `http://127.0.0.1:${port}`,
        PHOTO_FETCH_TIMEOUT_MS: '400',
        MAX_UPLOAD_BYTES: '300000',
        ...inside,
      },
    });
    expect(await codeOf(app, `http://127.0.0.1:${port}/`)).toBe(code);
    expect(await (await fetch(`${app.url}/metrics`)).text()).toMatch(/^prediction_body_bytes_in_flight 0$/m);
  });

  it('of a host that does not listen, or has no address', async () => {
    const hosts = 'http://127.0.0.1:9,https://nowhere.invalid';
    const app = await appUnderTest({ env: { PHOTO_ALLOWED_HOSTS: hosts, ...inside } });
    expect(await codeOf(app, 'http://127.0.0.1:9/')).toBe('502 photo_unreachable');
    expect(await codeOf(app, 'https://nowhere.invalid/')).toBe('502 photo_unreachable');
  });
});
