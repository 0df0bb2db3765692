import type { IncomingMessage } from 'node:http';
import { RequestError } from './errors.ts';

/** Counts the bytes of all bodies that are held in memory at once. */
export class HeldBytes {
  #bytes = 0;
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts bytes that arrived. @returns false when that is more than may be held */
  add(bytes: number): boolean {
    this.#bytes += bytes;
    return this.#bytes <= this.maxBytes;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }
}

export type BodyLimits = { maxBytes: number; timeoutMs: number; held: HeldBytes };

/** The length that the headers declare, undefined for a chunked body, 0 for none. */
export function declaredBytes(request: IncomingMessage): number | undefined {
  if (request.headers['transfer-encoding'] !== undefined) return undefined;
  return Number(request.headers['content-length'] ?? 0);
}

export function bodyTooLarge(maxBytes: number): RequestError {
  return new RequestError('body_too_large', `The request body may have at most ${maxBytes} bytes.`);
}

export function overloaded(): RequestError {
  return new RequestError(
    'overloaded',
    'Too many photos are being judged right now. Please try again soon.',
    {
      headers: { 'retry-after': '1' },
    },
  );
}

/**
 * Reads a whole body, counting what arrives (headers may lie or say nothing). `onBytes` is told each addition.
 * @throws RequestError body_too_large, overloaded, request_timeout, request_malformed (the client went away)
 */
export function receiveBody(
  request: IncomingMessage,
  limits: BodyLimits,
  onBytes: (bytes: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      // What still comes of a body that was given up must not end the process.
      request.on('error', () => request.destroy());
      finish();
    };
    const refuse = (error: RequestError) => settle(() => reject(error));
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) return refuse(bodyTooLarge(limits.maxBytes));
      const fits = limits.held.add(chunk.length);
      onBytes(chunk.length);
      if (!fits) return refuse(overloaded());
      chunks.push(chunk);
    };
    const onEnd = () =>
      settle(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes)));
    const onClose = () =>
      refuse(new RequestError('request_malformed', 'The body ended before it was complete.'));
    const timer = setTimeout(
      () =>
        refuse(new RequestError('request_timeout', `The body did not arrive within ${limits.timeoutMs} ms.`)),
      limits.timeoutMs,
    );
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}
