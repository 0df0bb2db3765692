import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BOUNDARY, MULTIPART, photoForm } from '../../harness/corpus/multipart.ts';
import { collect, exchange, openSocket, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
const BLOCK = Buffer.alloc(256 * 1024, 0x55);
const OCTETS = { 'Content-Type': 'application/octet-stream' };

const server = serverUnderTest({ MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) });

/** Sends `head`, then blocks without end until the server has closed; returns what it answered. */
async function pour(head: Buffer, block: Buffer, mostBytes: number) {
  const socket = await openSocket(server.port);
  const outcome = collect(socket);
  let closed = false;
  socket.once('close', () => {
    closed = true;
  });
  socket.write(head);
  let sentBytes = 0;
  while (!closed && sentBytes < mostBytes) {
    sentBytes += block.length;
    if (!socket.write(block)) {
      await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), outcome]);
    }
    await sleep(0);
  }
  const result = await outcome;
  socket.destroy();
  return result;
}

describe('a body over the limit is refused with 413 and the connection is closed', () => {
  it.each([
    ['by its Content-Length, before any of it is sent', '10485761'],
    ['by an absurd Content-Length', '99999999999'],
  ])('%s', async (_, length) => {
    const head = requestBytes('POST', '/predict', { ...OCTETS, 'Content-Length': length });
    const { answers, closedByServer } = await exchange(server.port, head);
    expectProblem(answers[0], 413, 'body_too_large');
    expect(closedByServer).toBe(true);
  });

  it('instead of the 100 Continue that the client waits for', async () => {
    const head = requestBytes('POST', '/predict', {
      ...OCTETS,
      'Content-Length': '20000000',
      Expect: '100-continue',
    });
    const { answers } = await exchange(server.port, head);
    expectProblem(answers[0], 413, 'body_too_large');
  });

  it('by counted bytes, in chunks', async () => {
    const head = requestBytes('POST', '/predict', { ...OCTETS, 'Transfer-Encoding': 'chunked' });
    const chunk = Buffer.concat([
      Buffer.from(`${BLOCK.length.toString(16)}\r\n`),
      BLOCK,
      Buffer.from('\r\n'),
    ]);
    const { answers, closedByServer } = await pour(head, chunk, 300e6);
    expectProblem(answers[0], 413, 'body_too_large');
    expect(closedByServer).toBe(true);
  });

  it('as a form, by its Content-Length', async () => {
    const form = photoForm(Buffer.alloc(MAX_UPLOAD_BYTES));
    const { answers } = await exchange(
      server.port,
      requestBytes('POST', '/predict', { 'Content-Type': MULTIPART, 'Content-Length': String(form.length) }),
    );
    expectProblem(answers[0], 413, 'body_too_large');
  });

  it('as a form in chunks', async () => {
    const opening = Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`,
    );
    const head = Buffer.concat([
      requestBytes('POST', '/predict', { 'Content-Type': MULTIPART, 'Transfer-Encoding': 'chunked' }),
      Buffer.from(`${opening.length.toString(16)}\r\n`),
      opening,
      Buffer.from('\r\n'),
    ]);
    const chunk = Buffer.concat([
      Buffer.from(`${BLOCK.length.toString(16)}\r\n`),
      BLOCK,
      Buffer.from('\r\n'),
    ]);
    const { answers } = await pour(head, chunk, 300e6);
    expectProblem(answers[0], 413, 'body_too_large');
  });

  it('even while the client goes on sending 300 MB', async () => {
    const head = requestBytes('POST', '/predict', { ...OCTETS, 'Content-Length': '300000000' });
    const { answers, closedByServer } = await pour(head, BLOCK, 300e6);
    expectProblem(answers[0], 413, 'body_too_large');
    expect(closedByServer).toBe(true);
  });

  it('on a path that takes no body', async () => {
    const head = requestBytes('POST', '/nowhere', { ...OCTETS, 'Content-Length': '300000000' });
    const { answers } = await pour(head, BLOCK, 300e6);
    expect([404, 413]).toContain(answers[0]?.status);
  });

  it('by many clients at once, with memory that stays flat', async () => {
    const before = server.peakRssBytes();
    const head = requestBytes('POST', '/predict', { ...OCTETS, 'Content-Length': '300000000' });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => pour(head, BLOCK, 30e6)));
    for (const { answers } of outcomes) expectProblem(answers[0], 413, 'body_too_large');
    expect(server.peakRssBytes() - before).toBeLessThan(32e6);
  });
});

describe('a body at the limit is read to its end', () => {
  it('a photo with metadata up to the last allowed byte is answered', async () => {
    const padded = Buffer.concat([CHELSEA_JPEG, Buffer.alloc(MAX_UPLOAD_BYTES - CHELSEA_JPEG.length)]);
    expect((await server.predict(padded)).status).toBe(200);
  });
});

describe('a compressed body is refused with 415', () => {
  it.each([
    ['gzip', gzipSync(CHELSEA_JPEG)],
    ['deflate', deflateSync(CHELSEA_JPEG)],
    ['br', brotliCompressSync(CHELSEA_JPEG)],
    ['gzip, gzip', gzipSync(gzipSync(CHELSEA_JPEG))],
    ['GZIP', gzipSync(CHELSEA_JPEG)],
    ['no-such-coding', CHELSEA_JPEG],
  ])('Content-Encoding: %s', async (coding, body) => {
    expectProblem(
      await server.predict(body, { 'Content-Encoding': coding }),
      415,
      'content_encoding_unsupported',
    );
  });

  it('a gzip bomb of 200 MB is not inflated', async () => {
    const before = server.peakRssBytes();
    const bomb = gzipSync(Buffer.alloc(200e6), { level: 1 });
    expectProblem(
      await server.predict(bomb, { 'Content-Encoding': 'gzip' }),
      415,
      'content_encoding_unsupported',
    );
    expect(server.peakRssBytes() - before).toBeLessThan(32e6);
  });
});

describe('a body of another type is refused with 415', () => {
  it.each([
    'application/ld+json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/mixed; boundary=x',
    'video/mp4',
    'nonsense',
    'image',
  ])('Content-Type: %s', async (type) => {
    expectProblem(
      await server.predict(CHELSEA_JPEG, { 'Content-Type': type }),
      415,
      'content_type_unsupported',
    );
  });
});

describe('JSON that holds no photo is refused with 400', () => {
  it.each([
    ['malformed JSON', Buffer.from('{"a":')],
    ['a photo that calls itself JSON', CHELSEA_JPEG],
    ['10 MB of brackets', Buffer.alloc(10 * 2 ** 20, '[')],
    ['10 MB of one name', Buffer.from(`{"${'x'.repeat(10e6)}":1}`)],
  ])('%s', async (_, body) => {
    const answer = await server.predict(body, { 'Content-Type': 'application/json' });
    expectProblem(answer, 400, 'json_malformed');
  });
});

describe('no body is refused with 400', () => {
  it.each([
    ['an empty body', { ...OCTETS, 'Content-Length': '0' }],
    ['no body and no length', OCTETS],
    ['an empty body of an image', { 'Content-Type': 'image/jpeg', 'Content-Length': '0' }],
  ])('%s', async (_, headers) => {
    expectProblem(await server.request('POST', '/predict', headers), 400, 'file_empty');
  });

  it('an empty body in chunks', async () => {
    const body = Buffer.from('0\r\n\r\n');
    const answer = await server.request(
      'POST',
      '/predict',
      { ...OCTETS, 'Transfer-Encoding': 'chunked' },
      body,
    );
    expectProblem(answer, 400, 'file_empty');
  });
});

describe('a length that is not true', () => {
  it('a body shorter than its Content-Length, then the end of the connection, ends quietly', async () => {
    const socket = await openSocket(server.port);
    const outcome = collect(socket);
    socket.end(
      requestBytes(
        'POST',
        '/predict',
        { ...OCTETS, 'Content-Length': '100000' },
        CHELSEA_JPEG.subarray(0, 1000),
      ),
    );
    const { answers } = await outcome;
    for (const answer of answers) expect(answer.status).toBeLessThan(500);
    expect(answers.length).toBeLessThan(2);
  });

  it('bytes after a body are never taken for a part of it', async () => {
    const cut = CHELSEA_JPEG.length - 10_000;
    const bytes = requestBytes(
      'POST',
      '/predict',
      { ...OCTETS, 'Content-Length': String(cut) },
      CHELSEA_JPEG,
    );
    const { answers } = await exchange(server.port, bytes);
    // The photo's own answer, that to the bytes behind it, or both.
    expect(answers.length).toBeGreaterThan(0);
    for (const { status } of answers) expect([400, 422]).toContain(status);
  });
});

describe('a body in a million chunks of one byte', () => {
  it('is held in about its own size', async () => {
    const before = server.peakRssBytes();
    const head = requestBytes('POST', '/predict', { ...OCTETS, 'Transfer-Encoding': 'chunked' });
    const chunks = Buffer.alloc(6e6, '1\r\nx\r\n');
    const { answers } = await exchange(server.port, Buffer.concat([head, chunks, Buffer.from('0\r\n\r\n')]), {
      answers: 1,
    });
    expectProblem(answers[0], 415, 'image_type_unsupported');
    expect(server.peakRssBytes() - before).toBeLessThan(64e6);
  });
});
