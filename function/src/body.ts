import type { IncomingMessage } from 'node:http';
import { bodyTooLarge, declaredBytes } from './admission.ts';
import { RequestError } from './errors.ts';

export type BodyLimits = {
  maxBytes: number;
  timeoutMs: number;
  /** Told of each addition; throws the RequestError that refuses it. */
  hold: (bytes: number) => void;
};

/**
 * Reads a whole body, counting what arrives: headers may lie, or say nothing.
 * @throws RequestError body_too_large, overloaded, request_timeout, request_malformed (the client went away)
 */
export function receiveBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const received = new Received(declaredBytes(request) ?? 0);
    let bytes = 0;
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onCut).off('error', onCut);
      finish();
    };
    const refuse = (error: unknown) => settle(() => reject(error));
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) {
        refuse(bodyTooLarge(limits.maxBytes));
        return;
      }
      try {
        limits.hold(chunk.length);
        received.add(chunk);
      } catch (error) {
        refuse(error);
      }
    };
    const onEnd = () => settle(() => resolve(received.whole()));
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

/** Bytes in one piece that grows: a list of chunks takes hundreds of bytes for each, and a chunk may have one. */
class Received {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  readonly #declared: number;

  constructor(declaredBytes: number) {
    this.#declared = declaredBytes;
  }

  add(chunk: Buffer): void {
    const length = this.#length + chunk.length;
    if (length === this.#declared && this.#length === 0) {
      this.#bytes = chunk;
    } else {
      if (length > this.#bytes.length) this.#grow(length);
      chunk.copy(this.#bytes, this.#length);
    }
    this.#length = length;
  }

  whole(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): void {
    // What was declared is taken at once: memory that nothing is written to costs addresses only.
    const grown = Buffer.allocUnsafeSlow(length <= this.#declared ? this.#declared : length * 2);
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
