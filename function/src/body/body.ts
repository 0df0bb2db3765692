import type { IncomingMessage } from 'node:http';
import { bodyTooLarge, RequestError } from '../errors.ts';
import { type BodyMemory, SEGMENT_BYTES } from './body-memory.ts';

export type BodyLimits = { maxBytes: number; timeoutMs: number };

/** What a body is given to as it arrives: nothing more comes before the promise of one chunk is settled. */
export type BodySink = { readonly length: number; add(chunk: Buffer): void | Promise<void> };

/** A body as it arrives, in segments: a list of its chunks would take hundreds of bytes for each, and one may be a byte. */
export class Body implements BodySink {
  readonly #memory: BodyMemory;
  readonly #segments: Buffer[] = [];
  #length = 0;
  #giveWhole: (() => void) | undefined;

  constructor(memory: BodyMemory) {
    this.#memory = memory;
  }

  get length(): number {
    return this.#length;
  }

  /** @throws RequestError overloaded when there is no memory left for bodies */
  add(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      const offset = this.#length % SEGMENT_BYTES;
      if (offset === 0) this.#segments.push(this.#memory.takeSegment());
      const copied = chunk.copy(this.#segments.at(-1)!, offset, at);
      at += copied;
      this.#length += copied;
    }
  }

  /** The body in one piece, which is valid until `release`; waits for its turn if it is large. */
  async whole(): Promise<Buffer> {
    if (this.#segments.length <= 1) return (this.#segments[0] ?? EMPTY).subarray(0, this.#length);
    const { memory, give } = await this.#memory.takeWhole(this.#length);
    this.#giveWhole = give;
    for (const [i, segment] of this.#segments.entries()) segment.copy(memory, i * SEGMENT_BYTES);
    this.#giveSegments();
    return memory.subarray(0, this.#length);
  }

  /** Gives the memory back; nothing may read the body any more. */
  release(): void {
    this.#giveSegments();
    this.#giveWhole?.();
    this.#giveWhole = undefined;
  }

  #giveSegments(): void {
    for (const segment of this.#segments.splice(0)) this.#memory.giveSegment(segment);
  }
}

const EMPTY = Buffer.alloc(0);

/**
 * Reads a whole body, counting what arrives: headers may lie, or say nothing. The time in which the sink works is not
 * counted as the client's.
 * @throws RequestError body_too_large, request_timeout, request_malformed (the client went away); what the sink throws
 */
export async function receiveBody(
  request: IncomingMessage & { rawBody?: Buffer },
  body: BodySink,
  limits: BodyLimits,
): Promise<void> {
  const { rawBody } = request;
  if (rawBody === undefined) return readStream(request, body, limits);
  // functions-framework has read the stream.
  if (rawBody.length > limits.maxBytes) throw bodyTooLarge(limits.maxBytes);
  await body.add(rawBody);
}

function readStream(request: IncomingMessage, body: BodySink, limits: BodyLimits): Promise<void> {
  return new Promise((resolve, reject) => {
    let leftMs = limits.timeoutMs;
    let startedAtMs: number;
    let timer: NodeJS.Timeout;
    const startClock = () => {
      startedAtMs = performance.now();
      timer = setTimeout(onTimeout, leftMs);
    };
    let isSettled = false;
    const settle = () => {
      isSettled = true;
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onCut).off('error', onCut);
    };
    const refuse = (error: unknown) => {
      settle();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      try {
        if (body.length + chunk.length > limits.maxBytes) throw bodyTooLarge(limits.maxBytes);
        const added = body.add(chunk);
        if (added !== undefined) pauseFor(added);
      } catch (error) {
        refuse(error);
      }
    };
    let adding: Promise<void> | undefined;
    const pauseFor = (added: Promise<void>) => {
      adding = added;
      request.pause();
      clearTimeout(timer);
      leftMs -= performance.now() - startedAtMs;
      added.then(() => {
        if (isSettled) return;
        startClock();
        request.resume();
      }, refuse);
    };
    // A pause does not hold back the end: the sink may still be at work on the last chunk.
    const onEnd = () => {
      settle();
      Promise.resolve(adding).then(resolve, reject);
    };
    const onCut = (error?: unknown) => {
      const cut = () => new RequestError('request_malformed', 'The body ended before it was complete.');
      refuse(error instanceof RequestError ? error : cut());
    };
    const onTimeout = () =>
      refuse(new RequestError('request_timeout', `The body did not arrive within ${limits.timeoutMs} ms.`));
    startClock();
    request.on('data', onData).on('end', onEnd).on('close', onCut).on('error', onCut);
  });
}
