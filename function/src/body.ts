import type { IncomingMessage } from 'node:http';
import { bodyTooLarge, declaredBytes } from './admission.ts';
import type { BodyBuffers } from './body-buffers.ts';
import { RequestError } from './errors.ts';

export type BodyLimits = {
  maxBytes: number;
  timeoutMs: number;
  buffers: BodyBuffers;
  /** Told of each addition; throws the RequestError that refuses it. */
  hold: (bytes: number) => void;
};

/** A body that has arrived; `release` is called once when nothing reads its bytes any more. */
export type Body = { bytes: Buffer; release(): void };

/**
 * Reads a whole body, counting what arrives: headers may lie, or say nothing.
 * @throws RequestError body_too_large, overloaded, request_timeout, request_malformed (the client went away)
 */
export function receiveBody(request: IncomingMessage, limits: BodyLimits): Promise<Body> {
  return new Promise((resolve, reject) => {
    const received = new Received(declaredBytes(request) ?? 0, limits.buffers);
    const settle = () => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onCut).off('error', onCut);
    };
    const refuse = (error: unknown) => {
      settle();
      received.release();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      try {
        if (received.length + chunk.length > limits.maxBytes) throw bodyTooLarge(limits.maxBytes);
        limits.hold(chunk.length);
        received.add(chunk);
      } catch (error) {
        refuse(error);
      }
    };
    const onEnd = () => {
      settle();
      resolve({ bytes: received.whole(), release: () => received.release() });
    };
    const onCut = () =>
      refuse(new RequestError('request_malformed', 'The body ended before it was complete.'));
    const timer = setTimeout(
      () =>
        refuse(new RequestError('request_timeout', `The body did not arrive within ${limits.timeoutMs} ms.`)),
      limits.timeoutMs,
    );
    request.on('data', onData).on('end', onEnd).on('close', onCut).on('error', onCut);
  });
}

const EMPTY = Buffer.alloc(0);

/** Bytes in one piece that grows: a list of chunks takes hundreds of bytes for each, and a chunk may have one. */
class Received {
  readonly #declared: number;
  readonly #buffers: BodyBuffers;
  #buffer: Buffer = EMPTY;
  #length = 0;

  constructor(declaredBytes: number, buffers: BodyBuffers) {
    this.#declared = declaredBytes;
    this.#buffers = buffers;
  }

  get length(): number {
    return this.#length;
  }

  add(chunk: Buffer): void {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) this.#grow(length);
    chunk.copy(this.#buffer, this.#length);
    this.#length = length;
  }

  whole(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  release(): void {
    this.#buffers.give(this.#buffer);
    this.#buffer = EMPTY;
    this.#length = 0;
  }

  #grow(length: number): void {
    const grown = this.#buffers.take(length <= this.#declared ? this.#declared : length * 2);
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffers.give(this.#buffer);
    this.#buffer = grown;
  }
}
