import type { IncomingMessage } from 'node:http';
import { bodyTooLarge } from './admission.ts';
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
    const chunks: Buffer[] = [];
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
        chunks.push(chunk);
      } catch (error) {
        refuse(error);
      }
    };
    const onEnd = () =>
      settle(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes)));
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
