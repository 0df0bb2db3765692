import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as startTimer } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../../config.ts';
import { RequestError } from '../../errors.ts';
import { DecodeGate } from '../decode-gate.ts';
import { checkMemory, checkSize } from '../limits.ts';
import { displayP3Profile } from './display-p3.ts';
import type { HeicFailure, HeicReply, HeicRequest, HeicWorkerData, OpenedHeic } from './messages.ts';

export type HeicLimits = { maxPixels: number; timeoutSeconds: number; gate: DecodeGate };

const WORKER_FILE = path.join(packageRoot, 'dist/function/heic-worker.cjs');
const MEBIBYTE = 2 ** 20;
// libheif with its tables, before it has a file: part of the thread, not of a photo.
const INITIAL_HEAP_BYTES = 17_039_360;
// What libheif makes of the boxes of a file.
const OPEN_BYTES = 2 * MEBIBYTE;
// The file, and what libheif and libde265 copy of it.
const FILE_COPIES = 3;
// Measured with libheif 1.23 on 12 megapixels in one piece: 3.22.
const BYTES_PER_DECODED_PIXEL = 3.3;
// The pixels, and the same as a TIFF.
const BYTES_PER_OUTPUT_PIXEL = 6;
const MAX_IDLE_MS = 60_000;

const messages: Record<HeicFailure, ConstructorParameters<typeof RequestError>> = {
  corrupt: ['image_corrupt', 'The image is truncated or corrupt.'],
  unsupported: [
    'image_type_unsupported',
    'This HEIF file holds no HEIC photo that can be decoded here. Save it as JPEG.',
  ],
  memory: [
    'image_too_large',
    'The image has a size or metadata that need too much memory; send it smaller, or as a JPEG.',
  ],
};

/**
 * Decodes HEIC in a worker thread, one photo at a time. The thread and libheif are loaded for the first photo, and end
 * when none has come for a minute.
 */
export class HeicDecoder {
  readonly #line = new DecodeGate(1, Number.POSITIVE_INFINITY);
  #worker: Worker | undefined;
  #workerData: Promise<HeicWorkerData> | undefined;
  #idle: NodeJS.Timeout | undefined;

  /**
   * The photo as an uncompressed TIFF: upright by its orientation, with its colour profile, reduced to no less than the
   * models need. The embedded thumbnail is decoded where it is large enough.
   * @throws RequestError image_corrupt, image_too_large, image_too_slow, image_type_unsupported
   */
  toTiff(file: Uint8Array, limits: HeicLimits): Promise<Buffer> {
    return this.#line.run(0, async () => {
      clearTimeout(this.#idle);
      try {
        return await this.#convert(file, limits);
      } finally {
        this.#idle = startTimer(() => void this.close(), MAX_IDLE_MS).unref();
      }
    });
  }

  /** Gives all memory back. The next photo loads it again. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    this.#workerData = undefined;
    await this.#endWorker();
  }

  async #endWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #startWorker(): Promise<Worker> {
    this.#workerData ??= loadWorkerData();
    const workerData = await this.#workerData;
    const worker = new Worker(WORKER_FILE, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
    });
    worker.unref();
    // Whoever waits for its answer sees it too.
    worker.on('error', () => {});
    return worker;
  }

  async #convert(file: Uint8Array, { maxPixels, timeoutSeconds, gate }: HeicLimits): Promise<Buffer> {
    const openBytes = OPEN_BYTES + FILE_COPIES * file.length;
    checkMemory(openBytes, gate.maxBytes);
    const maxHeapBytes = INITIAL_HEAP_BYTES + openBytes;
    const { opened } = await gate.run(openBytes, () =>
      // A copy of its own: the file may be a part of a larger buffer, all of which would be sent.
      this.#ask<{ opened: OpenedHeic }>(
        { open: new Uint8Array(file), maxPixels, maxHeapBytes },
        timeoutSeconds,
      ),
    );
    checkSize(opened, maxPixels);
    const { decodedPixels, outputPixels } = opened;
    const pixelBytes = Math.ceil(decodedPixels * BYTES_PER_DECODED_PIXEL);
    const decodeBytes = openBytes + pixelBytes + outputPixels * BYTES_PER_OUTPUT_PIXEL;
    checkMemory(decodeBytes, gate.maxBytes);
    const decoding = { decode: true, maxHeapBytes: maxHeapBytes + pixelBytes } as const;
    return gate.run(decodeBytes, async () => {
      const { tiff } = await this.#ask<{ tiff: Uint8Array<ArrayBuffer> }>(decoding, timeoutSeconds);
      return Buffer.from(tiff.buffer);
    });
  }

  /** Asks the worker, which is ended when it fails or takes too long. */
  async #ask<Reply>(request: HeicRequest, timeoutSeconds: number): Promise<Reply> {
    this.#worker ??= await this.#startWorker();
    const worker = this.#worker;
    const settled = new AbortController();
    const { signal } = settled;
    try {
      worker.postMessage(request, 'open' in request ? [request.open.buffer] : []);
      const reply = await Promise.race([
        once(worker, 'message', { signal }).then(([message]) => message as HeicReply),
        setTimeout(timeoutSeconds * 1000, undefined, { signal }).then(tooSlow),
      ]);
      if (reply instanceof RequestError) throw reply;
      // Its memory is free before its place at the gate.
      if (reply.mustEnd) await this.#endWorker();
      if ('failure' in reply) throw failed(reply.failure, reply.reason);
      return reply as Reply;
    } catch (cause) {
      if (!(cause instanceof RequestError) || cause.code === 'image_too_slow') await this.#endWorker();
      throw isOutOfMemory(cause) ? failed('memory', cause) : cause;
    } finally {
      settled.abort();
    }
  }
}

/** Of JavaScript, whose limits a worker has too. */
function isOutOfMemory(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function failed(failure: HeicFailure, cause: unknown): RequestError {
  const [code, detail] = messages[failure];
  return new RequestError(code, detail, { cause });
}

function tooSlow(): RequestError {
  return new RequestError(
    'image_too_slow',
    'The image takes too long to decode. Send it smaller, or as a JPEG.',
  );
}

/** What every worker needs: libheif is compiled on other threads, once for all of them. */
async function loadWorkerData(): Promise<HeicWorkerData> {
  const require = createRequire(`${import.meta.dirname}/`);
  const file = await readFile(require.resolve('libheif-js/libheif-wasm/libheif.wasm'));
  // Compiled by one compiler instead of two, it takes 10 to 20 MB less.
  v8.setFlagsFromString('--no-liftoff');
  return { compiled: await WebAssembly.compile(file), displayP3Profile: await displayP3Profile() };
}
