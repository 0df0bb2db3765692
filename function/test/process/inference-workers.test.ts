import { expect, it } from 'vitest';
import type { Answer } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const alone = serverUnderTest();
const threaded = serverUnderTest({ INFERENCE_WORKERS: '1' });

/** An answer without what differs from one request to the next. */
function lasting(answer: Answer): object {
  const { inference_time_ms, request_id, ...rest } = JSON.parse(answer.body.toString());
  return rest;
}

it('a thread answers what the main thread answers', async () => {
  const expected = lasting(await alone.predict(CHELSEA_JPEG));
  expect(expected).toMatchObject({ prediction: 'cat', is_pet: true, pet_score: expect.any(Number) });
  expect(lasting(await threaded.predict(CHELSEA_JPEG))).toEqual(expected);
});
