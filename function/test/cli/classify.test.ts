import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { classifyFile, describe as lineOf } from '../../cli/classify.ts';
import { remoteClassifier } from '../../cli/remote.ts';
import { appUnderTest } from '../../harness/app-under-test.ts';

const sureCat = {
  file: 'a.jpg',
  photo_sha256: 'f00',
  prediction: 'cat',
  probability: 0.99876,
  probabilities: { cat: 0.99876, dog: 0.00124 },
  is_pet: true,
  pet_score: 0.98,
  needs_review: false,
};

describe('the line of an answer', () => {
  it.each([
    ['a sure pet', {}, 'a.jpg: cat 99.9 %'],
    ['one to review', { needs_review: true }, 'a.jpg: cat 99.9 %, needs review'],
    ['no pet', { is_pet: false }, 'a.jpg: cat 99.9 %, not a pet?'],
    ['both', { needs_review: true, is_pet: false }, 'a.jpg: cat 99.9 %, needs review, not a pet?'],
  ])('%s', (_, changes, line) => {
    expect(lineOf({ ...sureCat, ...changes })).toBe(line);
  });

  it('is without doubt where a function of a former version has said nothing of it', () => {
    const { is_pet, pet_score, needs_review, ...former } = sureCat;
    expect(lineOf(former as typeof sureCat)).toBe('a.jpg: cat 99.9 %');
  });
});

it('a photo that is too large for a gateway has the code that the function gives it', async () => {
  const gateway = createServer((request, response) => {
    request.resume();
    response.writeHead(413, { 'content-type': 'text/html' }).end('<h1>413 Request Entity Too Large</h1>');
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  onTestFinished(() => void gateway.close());
  const classifier = remoteClassifier(`http://127.0.0.1:${(gateway.address() as AddressInfo).port}`);
  const error = await classifier.classify(Buffer.alloc(1)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ reason: { code: 'body_too_large', hopeless: false } });
  await classifier.close();
});

it('a running function is asked for the doubts too', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'cats-vs-dogs-classify-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'photo.png');
  const photo = sharp({ create: { width: 20, height: 20, channels: 3, background: '#9f0' } });
  const bytes = await photo.png().toBuffer();
  await writeFile(file, bytes);
  const outcome = await classifyFile(remoteClassifier((await appUnderTest()).url), file);
  expect(outcome).toEqual({
    file,
    photo_sha256: createHash('sha256').update(bytes).digest('hex'),
    prediction: 'cat',
    probability: expect.closeTo(0.6, 6),
    probabilities: { cat: expect.closeTo(0.6, 6), dog: expect.closeTo(0.4, 6) },
    is_pet: false,
    pet_score: 0,
    needs_review: true,
    model: '1.0.0',
  });
  expect(lineOf(outcome)).toBe(`${file}: cat 60.0 %, needs review, not a pet?`);
});
