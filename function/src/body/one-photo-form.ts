import { isUtf8 } from 'node:buffer';
import { Busboy, type BusboyConfig, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { contentTypeUnsupported, RequestError } from '../errors.ts';

/** The field of a form that holds a photo. */
export const FIELD = 'file';
// The parser is given no more than this at once and nothing after a refusal: 9 MB of boundaries took it 15 s and 2.7 GB.
export const SLICE_BYTES = 16 * 1024;
const mediaType = /^\s*([\w.+-]+\/[\w.+*-]+)/;

/** A media type without its parameters, in lower case. */
export function mediaTypeOf(contentType: string | undefined): string | undefined {
  return mediaType.exec(contentType ?? '')?.[1]?.toLowerCase();
}

/**
 * How a body of this Content-Type holds its photo; without one it is the photo itself (RFC 9110, 8.3).
 * @throws RequestError content_type_unsupported, multipart_malformed
 */
export function bodyKindOf(contentType: string | undefined): 'multipart' | 'photo' | 'json' {
  if (contentType === undefined) return 'photo';
  const type = mediaTypeOf(contentType);
  if (type === 'multipart/form-data') {
    if (/;\s*boundary="?[^\s";]/i.test(contentType)) return 'multipart';
    const detail = 'The Content-Type of a multipart body must name its boundary.';
    throw new RequestError('multipart_malformed', detail);
  }
  if (type === 'application/json') return 'json';
  if (type === 'application/octet-stream' || type?.startsWith('image/')) return 'photo';
  throw contentTypeUnsupported(
    'Send the photo as multipart/form-data in the field "file", as the body with an image/* type, or as JSON in image_base64.',
    'multipart/form-data, image/*, application/octet-stream, application/json',
  );
}

/**
 * The photo's bytes in a body that has arrived and is no JSON.
 * @throws RequestError file_missing, file_duplicated, field_unexpected, multipart_malformed
 */
export async function photoOf(contentType: string | undefined, body: Buffer): Promise<Buffer> {
  return bodyKindOf(contentType) === 'photo' ? body : fileOf(contentType!, body);
}

function fileOf(contentType: string, body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const refuse = (error: RequestError) => {
      settled = true;
      reject(error);
    };
    const malformed = (cause?: unknown) => refuse(formMalformed(cause));
    const unexpected = () =>
      refuse(new RequestError('field_unexpected', `Only the field "${FIELD}" with one file is expected.`));

    // Two of each, so that the second is seen and told as what it is.
    const parser = createFormParser(contentType, { files: 1, fields: 0, parts: 2 });
    let chunks: Buffer[] | undefined;
    let maybeText = false;
    parser.on('file', (name, stream, filename: string | undefined, _encoding, type) => {
      maybeText = filename === undefined && type === 'text/plain';
      stream.on('error', malformed);
      if (name === FIELD) {
        chunks = [];
        stream.on('data', (chunk: Buffer) => chunks?.push(chunk));
      } else {
        stream.resume();
        unexpected();
      }
    });
    parser.on('field', unexpected);
    parser.on('partsLimit', unexpected);
    parser.on('fieldsLimit', unexpected);
    parser.on('filesLimit', () => refuse(new RequestError('file_duplicated', 'Send one file in a request.')));
    parser.on('error', malformed);
    parser.on('finish', () => {
      const photo = chunks && joined(chunks, body);
      if (photo === undefined) {
        refuse(new RequestError('file_missing', `The field "${FIELD}" with a photo is missing.`));
      } else if (maybeText && photo.length > 0 && isUtf8(photo)) {
        const detail = `The field "${FIELD}" has a text, not a photo. With curl, write -F ${FIELD}=@photo.jpg.`;
        refuse(new RequestError('field_unexpected', detail));
      } else resolve(photo);
    });

    const writeFrom = (at: number): void => {
      if (settled) parser.destroy();
      else if (at >= body.length) parser.end();
      else parser.write(body.subarray(at, at + SLICE_BYTES), () => writeFrom(at + SLICE_BYTES));
    };
    writeFrom(0);
  });
}

/** The file in one piece: it is so within the body already, unless the parser copied its beginning. */
function joined(chunks: Buffer[], body: Buffer): Buffer {
  const first = chunks[0];
  if (first === undefined || first.buffer !== body.buffer) return Buffer.concat(chunks);
  const start = first.byteOffset - body.byteOffset;
  return body.subarray(start, start + chunks.reduce((bytes, chunk) => bytes + chunk.length, 0));
}

export function formMalformed(cause?: unknown): RequestError {
  return new RequestError('multipart_malformed', 'The multipart body is malformed or incomplete.', { cause });
}

/** @throws RequestError multipart_malformed */
export function createFormParser(contentType: string, limits: BusboyConfig['limits']): BusboyInstance {
  try {
    const headers: BusboyHeaders = { 'content-type': contentType };
    const parser = new Busboy({
      headers,
      limits: { headerPairs: 32, headerSize: 8192, fieldSize: 1024, ...limits },
      // A file need not have a name (RFC 7578, 4.2).
      isPartAFile: (name, type, filename) =>
        name === FIELD || filename !== undefined || type === 'application/octet-stream',
    });
    allowPadding(parser);
    return parser;
  } catch (cause) {
    throw formMalformed(cause);
  }
}

type HeaderParser = { buffer: string; _parseHeader(): void };

/** Blanks may follow a boundary (RFC 2046, 5.1.1). The parser takes them for a header that is malformed. */
function allowPadding(parser: BusboyInstance): void {
  const { _hparser: headers } = (parser as unknown as { _parser: { parser: { _hparser: HeaderParser } } })
    ._parser.parser;
  const parse = headers._parseHeader;
  headers._parseHeader = () => {
    headers.buffer = headers.buffer.replace(/^[ \t]+\r\n/, '');
    parse.call(headers);
  };
}
