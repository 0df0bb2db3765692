import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gif, gifOfComments } from '../../../function/harness/corpus/gif.ts';
import type { Answer, Client } from '../../../tools/http.ts';
import { burst } from '../../harness/traffic.ts';
import { CONTAINER } from '../../names.ts';
import { main, photos } from '../harness.ts';

let client: Client;
beforeAll(async () => {
  await main.reset();
  client = await main.client();
});
afterAll(() => client?.close());

/** What costs memory: many pixels of few bytes, many bytes, many frames. */
async function hostilePictures(): Promise<[name: string, contentType: string, body: Buffer][]> {
  const flat = (width: number, height: number) =>
    sharp({
      create: { width, height, channels: 3, background: { r: 9, g: 99, b: 199 } },
      limitInputPixels: false,
    });
  return [
    ['a PNG of 49 megapixels', 'image/png', await flat(7000, 7000).png().toBuffer()],
    ['a JPEG of 49 megapixels', 'image/jpeg', await flat(7000, 7000).jpeg().toBuffer()],
    [
      'a progressive JPEG of 49 megapixels',
      'image/jpeg',
      await flat(7000, 7000).jpeg({ progressive: true }).toBuffer(),
    ],
    ['a WebP of 49 megapixels', 'image/webp', await flat(7000, 7000).webp().toBuffer()],
    ['a PNG of 144 megapixels', 'image/png', await flat(12_000, 12_000).png().toBuffer()],
    ['a GIF of 10,000 frames', 'image/gif', gif({ width: 1000, height: 1000, frames: 10_000 })],
    ['a GIF of comments', 'image/gif', gifOfComments(9_000_000)],
    ['noise of 10 MB', 'image/jpeg', Buffer.alloc(10_000_000, 'noise')],
    ['11 MB', 'image/jpeg', Buffer.alloc(11 * 2 ** 20)],
  ];
}

it('within its memory limit the container answers hostile pictures, many at once, and is not killed', async () => {
  const pictures = await hostilePictures();
  const ask = async (
    path: string,
    [name, contentType, body]: (typeof pictures)[number],
  ): Promise<[string, Answer]> => [
    `${path}: ${name}`,
    await client.ask({ method: 'POST', path, headers: { 'content-type': contentType }, body }),
  ];
  const answers = [];
  for (let round = 0; round < 3; round += 1) {
    const asked = ['/predict', '/explain'].flatMap((path) => pictures.map((picture) => ask(path, picture)));
    answers.push(...(await Promise.all(asked)));
  }
  const wrong = answers.filter(([, { status }]) => status >= 500 && status !== 503);
  expect(wrong.map(([name, { status }]) => `${name}: ${status}`)).toEqual([]);
  expect(new Set(answers.map(([, { status }]) => status)).size).toBeGreaterThan(1);
  expect((await burst(client, photos(), 20)).complaints).toEqual([]);
  const containers = (await main.pods())
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .filter(({ name }) => name === CONTAINER);
  expect(containers.length).toBeGreaterThan(0);
  expect(containers.map(({ restartCount, lastState }) => ({ restartCount, lastState }))).toEqual(
    containers.map(() => ({ restartCount: 0, lastState: {} })),
  );
});
