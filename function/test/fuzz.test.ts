import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MULTIPART, multipart, photoForm } from '../harness/corpus/multipart.ts';
import { v2Seeds } from '../harness/corpus/v2.ts';
import { drawing } from '../harness/pictures.ts';
import { photoOf } from '../src/body/one-photo-form.ts';
import { RequestError } from '../src/errors.ts';
import { readInferRequest } from '../src/v2/infer-request.ts';
import { fuzzRuns, mutated } from './helpers/mutations.ts';

const photo = await drawing(8, 6).png().toBuffer();
const numRuns = fuzzRuns(5000);

/** What a parser made of a message: a RequestError is an outcome, anything else that is thrown fails the test. */
async function isRead(parse: () => unknown): Promise<boolean> {
  try {
    await parse();
    return true;
  } catch (thrown) {
    if (thrown instanceof RequestError && thrown.status < 500) return false;
    throw thrown;
  }
}

describe('a message that is almost right is read or refused', () => {
  it('as an inference request, with as many pictures as its shape says', async () => {
    const jsonBytes = fc.option(fc.nat({ max: 300 }), { nil: undefined, freq: 4 });
    let read = 0;
    await fc.assert(
      fc.asyncProperty(mutated(v2Seeds(photo)), jsonBytes, async ({ headers, body }, otherBytes) => {
        const said = headers['Inference-Header-Content-Length'];
        const length = otherBytes ?? (said === undefined ? undefined : Number(said));
        const parse = () => {
          const { pictures, outputs } = readInferRequest(body, length);
          expect(pictures.length).toBeGreaterThan(0);
          expect(outputs.length).toBeGreaterThan(0);
          for (const picture of pictures) {
            if ('data' in picture) expect(picture.data).toHaveLength(picture.width * picture.height * 3);
          }
        };
        if (await isRead(parse)) read += 1;
      }),
      { numRuns },
    );
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(numRuns);
  });

  it('as a form', async () => {
    const seeds = [photoForm(photo), multipart([{ name: 'file', data: 'a' }]), multipart([])].map((body) => ({
      body,
      type: MULTIPART,
    }));
    const type = fc.constantFrom(MULTIPART, `${MULTIPART}; charset=utf-8`, 'multipart/form-data; boundary=-');
    let read = 0;
    await fc.assert(
      fc.asyncProperty(mutated(seeds), type, async ({ body }, contentType) => {
        if (await isRead(() => photoOf(contentType, body))) read += 1;
      }),
      { numRuns },
    );
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(numRuns);
  });
});
