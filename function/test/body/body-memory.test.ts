import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Body } from '../../src/body/body.ts';
import { BodyMemory, SEGMENT_BYTES } from '../../src/body/body-memory.ts';

const memoryOf = (segments: number, maxBodyBytes = 2 ** 20) =>
  new BodyMemory({ maxHeldBytes: segments * SEGMENT_BYTES, maxBodyBytes });

/** Bytes of which each differs from its neighbours. */
const bytesOf = (length: number, seed = 0) =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) + seed) & 255));

describe('Body', () => {
  it.each([0, 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 10 * SEGMENT_BYTES - 5])(
    'gives back %i bytes as they came',
    async (length) => {
      const body = new Body(memoryOf(16));
      const bytes = bytesOf(length);
      for (let at = 0; at < length; at += 10_007) body.add(bytes.subarray(at, at + 10_007));
      expect(body.length).toBe(length);
      expect((await body.whole()).equals(bytes)).toBe(true);
    },
  );

  it('takes no memory beyond its segments, however small its chunks are', () => {
    const memory = memoryOf(16);
    const body = new Body(memory);
    for (let i = 0; i < 1000; i++) body.add(Buffer.of(i & 255));
    expect(memory.heldBytes).toBe(SEGMENT_BYTES);
    body.release();
    expect(memory.heldBytes).toBe(0);
  });

  it('is refused when all memory is in use, and fits when some is given back', () => {
    const memory = memoryOf(2);
    const first = new Body(memory);
    first.add(bytesOf(SEGMENT_BYTES + 1));
    const second = new Body(memory);
    expect(() => second.add(bytesOf(1))).toThrow(expect.objectContaining({ code: 'overloaded' }));
    first.release();
    second.add(bytesOf(1));
    expect(memory.heldBytes).toBe(SEGMENT_BYTES);
  });

  it('lets go of the memory that nothing needed for a while, and of no other', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const memory = new BodyMemory({
      maxHeldBytes: 4 * SEGMENT_BYTES,
      maxBodyBytes: 2 ** 20,
      trimIntervalMs: 10,
    });
    const taken = Array.from({ length: 4 }, () => memory.takeSegment());
    for (const segment of taken.slice(1)) memory.giveSegment(segment);
    // In use for a moment: it stays, the other two go.
    vi.advanceTimersByTime(10);
    memory.giveSegment(memory.takeSegment());
    vi.advanceTimersByTime(10);
    const again = Array.from({ length: 3 }, () => memory.takeSegment());
    expect(again.map((segment) => taken.indexOf(segment)).sort()).toEqual([-1, -1, 3]);
    expect(memory.heldBytes).toBe(4 * SEGMENT_BYTES);
    expect(() => memory.takeSegment()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  });

  it('waits for its turn if it is large, and keeps its bytes meanwhile', async () => {
    const memory = memoryOf(100);
    const bodies = [1, 2, 3].map((seed) => {
      const body = new Body(memory);
      body.add(bytesOf(12 * SEGMENT_BYTES, seed));
      return body;
    });
    const done: number[] = [];
    const wholes = bodies.map(async (body, i) => {
      const whole = await body.whole();
      done.push(i);
      return Buffer.from(whole);
    });
    await turn();
    expect(done).toEqual([0, 1]);
    bodies[0]!.release();
    const copies = await Promise.all(wholes);
    copies.forEach((copy, i) => {
      expect(copy.equals(bytesOf(12 * SEGMENT_BYTES, i + 1))).toBe(true);
    });
    for (const body of bodies.slice(1)) body.release();
    expect(memory.heldBytes).toBe(0);
  });
});
