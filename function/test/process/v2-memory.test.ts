import { expect, it } from 'vitest';
import { MEMORY_LIMIT_BYTES, serverUnderTest } from '../../harness/server-under-test.ts';

const INFER = '/v2/models/cats-vs-dogs/infer';
const AT_ONCE = 18;
const EACH = 8;
const SPARE_BYTES = 60 * 2 ** 20;

const server = serverUnderTest();

/** A tensor of as many numbers and lists as may be parsed. */
const most = Buffer.from(
  `{"inputs":[{"name":"image_uint8","datatype":"UINT8","shape":[1,1,1,3],"data":[${'[],'.repeat(131_000)}0]}]}`,
);

it('garbage of large requests is collected while most of the memory is left for photos', async () => {
  const sendSome = async () => {
    const answers = [];
    for (let i = 0; i < EACH; i++) answers.push(await server.request('POST', INFER, {}, most));
    return answers;
  };
  const answers = (await Promise.all(Array.from({ length: AT_ONCE }, sendSome))).flat();
  for (const { status, body } of answers) expect(`${status} ${body}`).toMatch(/^400 .*must be 3 numbers/);
  expect(server.peakRssBytes()).toBeLessThan(MEMORY_LIMIT_BYTES - SPARE_BYTES);
}, 60_000);
