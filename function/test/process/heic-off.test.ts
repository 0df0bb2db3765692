import { describe, expect, it } from 'vitest';
import { heic } from '../../harness/corpus/isobmff.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest({ HEIC: 'off' });

describe('with HEIC=off, 415 says what to do with', () => {
  it.each<[string, Buffer]>([
    ['a HEIC of an iPhone', heic('heic', ['mif1', 'heic'])],
    ['a HEIC of ten bits', heic('heix', ['mif1', 'heix'])],
    ['a HEIC burst', heic('hevc', ['msf1', 'hevc'])],
    ['a HEIC whose brand is only the container', heic('mif1', ['mif1', 'heic'])],
  ])('%s', async (_, photo) => {
    const detail = expectProblem(await server.predict(photo), 415, 'image_type_unsupported');
    expect(detail).toMatch(/HEIC photo. Share it as JPEG/);
    expect(detail).toContain('Accepted are JPEG, PNG, WebP, GIF, AVIF and TIFF.');
  });
});
