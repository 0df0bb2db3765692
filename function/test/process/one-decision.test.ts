import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { MULTIPART, multipart } from '../../harness/corpus/multipart.ts';
import { hasOriginals, unpackOriginals } from '../../harness/originals.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { photoMessage } from '../../harness/v2-messages.ts';

/** Of the originals one in eight is sent here; with ALL_ORIGINALS=true each. */
const STEP = process.env.ALL_ORIGINALS === 'true' ? 1 : 8;
const BATCH = 25;
const TIMEOUT_MS = 300_000;

interface Decision {
  prediction: string;
  probability: number;
  is_pet: boolean;
  needs_review: boolean;
}

const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-decisions-'));
afterAll(() => rmSync(folder, { recursive: true }));
const server = serverUnderTest({ LOG_LEVEL: 'error' });

const decisionOf = ({ prediction, probability, is_pet, needs_review }: Decision): Decision => ({
  ...{ prediction, is_pet, needs_review },
  probability: Number(probability.toFixed(4)),
});

async function post(route: string, body: Buffer, headers: Record<string, string>): Promise<unknown> {
  const answer = await server.request('POST', route, headers, body);
  expect(answer.status, answer.body.toString()).toBe(200);
  return JSON.parse(answer.body.toString());
}

/** Each way to ask for the decision on a photo, but for batches and the command. */
const ways: Record<string, (photo: Buffer) => Promise<Decision>> = {
  'POST /predict?explain=true, as the page does': async (photo) =>
    (await post('/predict?explain=true', photo, { 'Content-Type': 'image/jpeg' })) as Decision,
  'POST /events': async (photo) => {
    const event = { specversion: '1.0', id: '1', source: '/test', type: 'photo' };
    const attributes = Object.entries(event).map(([name, value]) => [`ce-${name}`, value]);
    const headers = { 'Content-Type': 'image/jpeg', ...Object.fromEntries(attributes) };
    return (await post('/events', photo, headers)) as Decision;
  },
  'POST /v2/models/cats-vs-dogs/infer': async (photo) => {
    const { headers, body } = photoMessage(photo);
    const path = '/v2/models/cats-vs-dogs/infer';
    const answer = await post(path, body, { ...headers, Accept: 'application/json' });
    const { outputs } = answer as { outputs: { name: string; data: unknown[] }[] };
    return Object.fromEntries(outputs.map(({ name, data }) => [name, data[0]])) as unknown as Decision;
  },
};

/** What `/predict` says of each photo; then the same by the other ways. */
async function compare(photos: ReadonlyMap<string, Buffer>): Promise<void> {
  const names = [...photos.keys()];
  const wanted: Record<string, Decision> = {};
  for (const [name, photo] of photos) {
    wanted[name] = decisionOf((await post('/predict', photo, { 'Content-Type': 'image/jpeg' })) as Decision);
  }
  for (const [way, ask] of Object.entries(ways)) {
    const given: Record<string, Decision> = {};
    for (const [name, photo] of photos) given[name] = decisionOf(await ask(photo));
    expect(given, way).toEqual(wanted);
  }

  const batched: Record<string, Decision> = {};
  for (let at = 0; at < names.length; at += BATCH) {
    const some = names.slice(at, at + BATCH);
    const parts = some.map((filename) => ({ name: 'file', filename, data: photos.get(filename)! }));
    const answer = await post('/predict/batch', multipart(parts), { 'Content-Type': MULTIPART });
    const { results } = answer as { results: Decision[] };
    for (const [index, result] of results.entries()) batched[some[index]!] = decisionOf(result);
  }
  expect(batched, 'POST /predict/batch').toEqual(wanted);

  const photoFolder = mkdtempSync(path.join(folder, 'photos-'));
  for (const [name, photo] of photos) writeFileSync(path.join(photoFolder, name), photo);
  const out = `${photoFolder}.csv`;
  const words = ['function/cli/cats-vs-dogs.mjs', 'classify', photoFolder, '--out', out];
  execFileSync(process.execPath, words, { cwd: REPOSITORY_ROOT, stdio: 'pipe' });
  const rows: Record<string, string>[] = parse(readFileSync(out), { columns: true });
  const classified = rows.map(({ file, prediction, probability, is_pet, needs_review }) => [
    file!,
    decisionOf({
      ...{ prediction: prediction!, probability: Number(probability) },
      ...{ is_pet: is_pet === 'true', needs_review: needs_review === 'true' },
    }),
  ]);
  expect(Object.fromEntries(classified), 'npx . classify').toEqual(wanted);
}

describe('the decision on a photo is one, whatever asks for it', () => {
  it(
    'for the sample at sizes and softness at which passes and decoders differ',
    async () => {
      const sample = sharp(path.join(REPOSITORY_ROOT, 'function/samples/chelsea.png'));
      const photos = new Map<string, Buffer>();
      for (const width of [60, 137, 300, 1100]) {
        for (const blur of [0.3, 4, 12]) {
          const photo = sample.clone().resize(width).blur(blur).jpeg();
          photos.set(`${width}-${blur}.jpg`, await photo.toBuffer());
        }
      }
      await compare(photos);
    },
    TIMEOUT_MS,
  );

  it.skipIf(!hasOriginals && process.env.CI === undefined)(
    'for photos of full size (skipped: without ../shared/data/cats-vs-dogs-originals.zip)',
    async () => {
      await unpackOriginals(folder);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => /originals\/.*\.jpg$/.test(file))
        .sort()
        .filter((_, index) => index % STEP === 0);
      const named = files.map((file) => [file.replaceAll('/', '-'), readFileSync(path.join(folder, file))]);
      await compare(new Map(named as [string, Buffer][]));
    },
    TIMEOUT_MS,
  );
});
