import type { BusboyFileStream, BusboyInstance } from '@fastify/busboy';
import { bodyTooLarge, RequestError } from '../errors.ts';
import { Body, type BodySink } from './body.ts';
import type { BodyMemory } from './body-memory.ts';
import { createFormParser, FIELD, formMalformed, SLICE_BYTES } from './one-photo-form.ts';

/** A photo of a form, all of it: its bytes, or why there are none. */
export type FormPhoto = { index: number; filename: string; body: Body; error: RequestError | undefined };

export type FormParts = {
  contentType: string;
  maxPhotos: number;
  maxPhotoBytes: number;
  memory: BodyMemory;
  /** Takes a photo, whose body it has to release. */
  onPhoto: (photo: FormPhoto) => void;
  /** Resolves when more photos may come. */
  room: () => Promise<void>;
};

const MAX_FILENAME_LENGTH = 255;

/** A form with many photos, read as it arrives: what is wrong with one photo does not touch the others. */
export class PhotoForm implements BodySink {
  readonly #parts: FormParts;
  readonly #parser: BusboyInstance;
  readonly #finished: Promise<void>;
  // A photo may begin before the stream of the one before it has told its end.
  readonly #arriving = new Set<Body>();
  #photos = 0;
  #length = 0;

  /** @throws RequestError multipart_malformed */
  constructor(parts: FormParts) {
    this.#parts = parts;
    const files = parts.maxPhotos;
    this.#parser = createFormParser(parts.contentType, {
      files,
      fields: 0,
      parts: files + 1,
      fileSize: parts.maxPhotoBytes,
    });
    this.#finished = this.#listen();
    // It is awaited beside each slice and at the end; in between nobody listens.
    this.#finished.catch(() => {});
  }

  get length(): number {
    return this.#length;
  }

  /** @throws RequestError as `end` does */
  async add(chunk: Buffer): Promise<void> {
    this.#length += chunk.length;
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      const written = new Promise<void>((resolve) =>
        this.#parser.write(chunk.subarray(at, at + SLICE_BYTES), () => resolve()),
      );
      await Promise.race([written, this.#finished]);
      await this.#parts.room();
    }
  }

  /**
   * Resolves when every photo was handed on.
   * @throws RequestError file_missing, files_too_many, field_unexpected, multipart_malformed
   */
  async end(): Promise<void> {
    this.#parser.end();
    await this.#finished;
    if (this.#photos === 0) {
      throw new RequestError('file_missing', `The field "${FIELD}" with a photo is missing.`);
    }
  }

  /** Gives back what a photo holds that will not arrive any more. */
  release(): void {
    this.#parser.destroy();
    for (const body of this.#arriving) body.release();
    this.#arriving.clear();
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      const refuse = (error: RequestError) => {
        reject(error);
        this.release();
      };
      const malformed = (cause?: unknown) => refuse(formMalformed(cause));
      const unexpected = () =>
        refuse(new RequestError('field_unexpected', `Only the field "${FIELD}" with files is expected.`));
      const tooMany = () =>
        refuse(
          new RequestError('files_too_many', `A batch may have at most ${this.#parts.maxPhotos} photos.`),
        );
      this.#parser.on('file', (name, stream, filename) => {
        stream.on('error', malformed);
        if (name === FIELD) this.#receive(stream, filename);
        else {
          stream.resume();
          unexpected();
        }
      });
      this.#parser.on('field', unexpected);
      this.#parser.on('fieldsLimit', unexpected);
      this.#parser.on('filesLimit', tooMany);
      this.#parser.on('partsLimit', tooMany);
      this.#parser.on('error', malformed);
      this.#parser.on('finish', resolve);
    });
  }

  #receive(stream: BusboyFileStream, filename: string | undefined): void {
    const body = new Body(this.#parts.memory);
    const photo: FormPhoto = {
      index: this.#photos++,
      filename: shortened(filename ?? ''),
      body,
      error: undefined,
    };
    const fail = (error: RequestError) => {
      photo.error ??= error;
      body.release();
    };
    this.#arriving.add(body);
    stream.on('data', (chunk: Buffer) => {
      if (photo.error !== undefined || !this.#arriving.has(body)) return;
      try {
        body.add(chunk);
      } catch (error) {
        fail(error as RequestError);
      }
    });
    stream.on('limit', () => fail(bodyTooLarge(this.#parts.maxPhotoBytes)));
    stream.on('end', () => {
      if (this.#arriving.delete(body)) this.#parts.onPhoto(photo);
    });
  }
}

/** The name cut where it is too long; never between the halves of a surrogate pair, which no other parser takes. */
function shortened(filename: string): string {
  return filename.slice(0, MAX_FILENAME_LENGTH).replace(/[\ud800-\udbff]$/, '');
}
