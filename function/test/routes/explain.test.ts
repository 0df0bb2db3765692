import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { appUnderTest, redIsCat } from '../../harness/app-under-test.ts';
import { contractOf } from '../../harness/contract.ts';
import type { Pixels } from '../../src/image/pixels.ts';
import type { RunOptions, Session } from '../../src/model/session.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

const GREY = '#808080';
const map = Float32Array.of(4, 0.12345, -2, 0);

/** A cat, for its upper left quarter; remembers how it was asked. */
function explaining() {
  const asked: { size: [number, number]; options: RunOptions | undefined }[] = [];
  const session: Session = {
    async run(pixels: Pixels, options) {
      asked.push({ size: [pixels.width, pixels.height], options });
      const answer = { probabilities: Float32Array.of(0.9, 0.1), petScore: 0.8, inferenceMs: 2 };
      return options?.saliency ? { ...answer, saliency: map } : answer;
    },
    async close() {},
  };
  const contract = {
    passes: [
      { width: 16, height: 16, acceptProbability: 0, acceptPetScore: 0 },
      { width: 32, height: 24, acceptProbability: 0, acceptPetScore: 0 },
    ],
    outputs: {
      ...contractOf().outputs,
      saliency: { name: 'saliency', datatype: 'FP32', shape: [1, 2, 2] },
    } as const,
  };
  return { asked, parts: { session, contract: contract as never } };
}

const grey = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: GREY } });
const photo = await grey(300, 200).png().toBuffer();
const post = (body: Buffer, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'image/png', ...headers },
});

/** Red less blue of a pixel: what the heat map adds to grey. */
async function warmthAt(picture: Buffer, x: number, y: number): Promise<number> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return data[at]! - data[at + 2]!;
}

describe('POST /predict?explain=true', () => {
  it('gives the answer of /predict, with the map of the last pass', async () => {
    const { asked, parts } = explaining();
    const { url, logged } = await appUnderTest(parts);
    const response = await fetchDocumentedPredict(url, '?explain=true');
    const answer = await jsonOf(response);
    expect(answer).toMatchObject({ prediction: 'cat', inference_time_ms: 4 });
    expect(answer.saliency).toEqual({ width: 2, height: 2, values: [4, 0.123, -2, 0] });
    expect(asked).toEqual([{ size: [16, 16] }, { size: [32, 24], options: { saliency: true } }]);
    expect(await logged(answer.request_id)).toMatchObject({ predicted_class: 'cat', passes: 1 });
  });

  it.each(['', '?explain=false', '?other=1'])('"%s" costs nothing: no map is asked for', async (query) => {
    const { asked, parts } = explaining();
    const { url } = await appUnderTest(parts);
    const answer = await jsonOf(await fetchDocumentedPredict(url, query));
    expect('saliency' in answer).toBe(false);
    expect(asked).toEqual([{ size: [16, 16], options: undefined }]);
  });

  it.each(['?explain=', '?explain=yes', '?explain=true&explain=true'])('%s is refused', async (query) => {
    const { url } = await appUnderTest(explaining().parts);
    const response = await fetchDocumentedPredict(url, query);
    expect([response.status, (await jsonOf(response)).code]).toEqual([400, 'query_invalid']);
  });

  async function fetchDocumentedPredict(url: string, query: string): Promise<Response> {
    const response = await fetch(`${url}/predict${query}`, post(photo));
    const { expectDocumented } = await import('../helpers/documented.ts');
    await expectDocumented('POST', '/predict', response);
    return response;
  }
});

describe('POST /explain', () => {
  it.each([
    [{}, 'png'],
    [{ accept: '*/*' }, 'png'],
    [{ accept: 'image/webp,image/png;q=0.5' }, 'webp'],
    [{ accept: 'image/*;q=0.9,application/json;q=0.1' }, 'png'],
  ])('answers %o with the photo and the heat over it, as %s', async (headers, format) => {
    const { url } = await appUnderTest(explaining().parts);
    const response = await fetchDocumented(url, '/explain', post(photo, headers as Record<string, string>));
    expect(response.headers.get('content-type')).toBe(`image/${format}`);
    const picture = Buffer.from(await response.arrayBuffer());
    expect(await sharp(picture).metadata()).toMatchObject({ format, width: 300, height: 200 });
    expect(await warmthAt(picture, 20, 20)).toBeGreaterThan(60);
    expect(Math.abs(await warmthAt(picture, 280, 180))).toBeLessThan(8);
    expect(response.headers.get('server-timing')).toMatch(
      /^receive;dur=[\d.]+, decode;dur=[\d.]+, inference;dur=4\.00$/,
    );
  });

  it('answers with the map as JSON when that is asked for', async () => {
    const { url } = await appUnderTest(explaining().parts);
    const response = await fetchDocumented(url, '/explain', post(photo, { accept: 'application/json' }));
    expect((await jsonOf(response)).saliency.values).toHaveLength(4);
  });

  it('refuses to answer with what it has not', async () => {
    const { asked, parts } = explaining();
    const { url } = await appUnderTest(parts);
    const response = await fetchDocumented(url, '/explain', post(photo, { accept: 'text/html' }));
    expect([response.status, (await jsonOf(response)).code]).toEqual([406, 'not_acceptable']);
    expect(asked).toEqual([]);
  });

  it('shows the photo upright, and a large one smaller', async () => {
    const { url } = await appUnderTest(explaining().parts);
    const turned = await grey(2400, 1200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const response = await fetchDocumented(url, '/explain', post(turned));
    const picture = Buffer.from(await response.arrayBuffer());
    expect(await sharp(picture).metadata()).toMatchObject({ width: 384, height: 768 });
    expect(await warmthAt(picture, 30, 60)).toBeGreaterThan(60);
  });

  it.each(['/explain', '/predict?explain=true'])('a model without reasons is told at %s', async (path) => {
    const { url } = await appUnderTest({ session: redIsCat });
    const response = await fetch(url + path, post(photo));
    expect([response.status, (await jsonOf(response)).code]).toEqual([404, 'explanation_unavailable']);
  });

  it('what is wrong with a photo is told and counted as at /predict', async () => {
    const { url } = await appUnderTest(explaining().parts);
    const response = await fetchDocumented(url, '/explain', post(photo.subarray(0, 60)));
    expect([response.status, (await jsonOf(response)).code]).toEqual([422, 'image_corrupt']);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'prediction_errors_total{code="image_corrupt"} 1',
    );
  });
});
