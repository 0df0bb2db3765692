import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BOUNDARY, MULTIPART, multipart } from '../../harness/corpus/multipart.ts';
import { BodyMemory } from '../../src/body/body-memory.ts';
import { PhotoForm } from '../../src/body/many-photos-form.ts';
import { RequestError } from '../../src/errors.ts';
import { fuzzRuns, mutated } from '../helpers/mutations.ts';

const numRuns = fuzzRuns(3000);
const photo = (data: string, filename = 'a.jpg') => ({ name: 'file', filename, data });
const seeds = [
  multipart([photo('one'), photo('two', 'ä "b".jpg'), photo('x'.repeat(150))]),
  multipart([photo('')]),
  multipart([{ ...photo('x'), headers: ['Content-Transfer-Encoding: base64', 'X-A: b'] }, photo('y')]),
  multipart([photo('x'), { name: 'note', data: 'x' }]),
  multipart(new Array(6).fill(photo('z'))),
  multipart([photo(`\r\n--${BOUNDARY}x\r\n--`)]),
  multipart([]),
].map((body) => ({ body }));

/** What becomes of a form that arrives in chunks of these sizes: its photos, or the code that it is refused with. */
async function outcomeOf(body: Buffer, contentType: string, chunkBytes: readonly number[]) {
  const memory = new BodyMemory({ maxHeldBytes: 2 ** 20, maxBodyBytes: 2 ** 20 });
  const photos: string[] = [];
  let form: PhotoForm | undefined;
  try {
    form = new PhotoForm({
      contentType,
      maxPhotos: 4,
      maxPhotoBytes: 100,
      memory,
      onPhoto({ index, filename, body: photoBody, error }) {
        photos.push(`${index} ${filename} ${error?.code ?? photoBody.length}`);
        photoBody.release();
      },
      room: async () => {},
    });
    for (let at = 0, i = 0; at < body.length; i += 1) {
      const size = chunkBytes[i % chunkBytes.length]!;
      await form.add(body.subarray(at, at + size));
      at += size;
    }
    await form.end();
    return photos;
  } catch (thrown) {
    // Anything else fails the test.
    if (!(thrown instanceof RequestError) || thrown.status >= 500) throw thrown;
    return thrown.code;
  } finally {
    form?.release();
    expect(memory.heldBytes).toBe(0);
  }
}

it('a form that is almost right is read or refused, the same however it arrives, and leaves nothing behind', async () => {
  const type = fc.constantFrom(MULTIPART, `${MULTIPART}; charset=utf-8`, 'multipart/form-data; boundary=-');
  const chunks = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 5 });
  let read = 0;
  await fc.assert(
    fc.asyncProperty(mutated(seeds), type, chunks, async ({ body }, contentType, chunkBytes) => {
      const whole = await outcomeOf(body, contentType, [2 ** 20]);
      expect(await outcomeOf(body, contentType, chunkBytes)).toEqual(whole);
      if (typeof whole !== 'string') read += 1;
    }),
    { numRuns },
  );
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(numRuns);
}, 120_000);
