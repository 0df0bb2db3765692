import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const headers = { 'content-type': 'image/jpeg' };

describe('the released model', () => {
  const server = serverUnderTest();

  it('says where in the photo the reason lies: in the face of the cat, not in the blanket behind it', async () => {
    const response = await fetch(`${server.url}/predict?explain=true`, {
      method: 'POST',
      body: CHELSEA_JPEG,
      headers,
    });
    const { prediction, saliency } = (await response.json()) as {
      prediction: string;
      saliency: { width: number; height: number; values: number[] };
    };
    expect(prediction).toBe('cat');
    const meanOf = (left: number, top: number, right: number, bottom: number) => {
      const { width, height, values } = saliency;
      const inside = values.filter((_, i) => {
        const [x, y] = [((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height];
        return x >= left && x < right && y >= top && y < bottom;
      });
      return inside.reduce((sum, value) => sum + value) / inside.length;
    };
    const face = meanOf(0.3, 0.25, 0.75, 0.9);
    expect(face).toBeGreaterThan(0);
    expect(face).toBeGreaterThan(2 * meanOf(0.85, 0.1, 1, 0.9));
  });

  it('makes no more pictures at once than it has memory for', async () => {
    const body = await sharp(CHELSEA_JPEG).resize(3000, 2000, { fit: 'fill' }).jpeg().toBuffer();
    const ask = async () => {
      const response = await fetch(`${server.url}/explain`, { method: 'POST', body, headers });
      await response.arrayBuffer();
      return response.status;
    };
    const statuses = await Promise.all(Array.from({ length: 60 }, ask));
    const countOf = (status: number) => statuses.filter((found) => found === status).length;
    expect(countOf(200)).toBeGreaterThanOrEqual(8);
    expect(countOf(503)).toBe(60 - countOf(200));
    expect(countOf(503)).toBeGreaterThan(0);
    expect(await ask()).toBe(200);
  });

  it('lays it over the photo', async () => {
    const response = await fetch(`${server.url}/explain`, { method: 'POST', body: CHELSEA_JPEG, headers });
    expect(response.headers.get('content-type')).toBe('image/png');
    const picture = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(picture).toMatchObject({ width: 451, height: 300, channels: 3 });
  });
});
