import { QUOTE, type Span, stringEnd } from './extract-data.ts';
import { invalidRequest } from './invalid-request.ts';

const LENGTH_BYTES = 4;

/**
 * The elements of a BYTES tensor in binary form: each its length, little-endian, and its bytes.
 * @throws RequestError inference_request_invalid
 */
export function readBinaryStrings(bytes: Buffer, count: number): Buffer[] {
  const elements: Buffer[] = [];
  let at = 0;
  while (at < bytes.length && elements.length < count) {
    const start = at + LENGTH_BYTES;
    const end = start > bytes.length ? Number.POSITIVE_INFINITY : start + bytes.readUInt32LE(at);
    if (end > bytes.length)
      throw invalidRequest('An element of BYTES is longer than the data of its tensor.');
    elements.push(bytes.subarray(start, end));
    at = end;
  }
  if (elements.length < count || at < bytes.length) throw otherCount(count);
  return elements;
}

/**
 * The elements of a BYTES tensor in JSON, flat or in arrays of one, as they are between their quotation marks.
 * @throws RequestError inference_request_invalid
 */
export function readJsonStrings(json: Buffer, { start, end }: Span, count: number): Buffer[] {
  const elements: Buffer[] = [];
  // What is around the strings: it is parsed without them, for they are large.
  let frame = '';
  for (let at = start; at < end; at++) {
    const byte = json[at]!;
    if (isSpace(byte)) continue;
    if (byte === QUOTE) {
      const behind = stringEnd(json, at);
      elements.push(json.subarray(at + 1, behind - 1));
      frame += '""';
      at = behind - 1;
    } else {
      frame += String.fromCharCode(byte);
    }
    // Each is two quotation marks, two brackets and a comma.
    if (frame.length > 5 * count + 1) throw otherCount(count);
  }
  const values = parseFrame(frame);
  if (!values.every((value) => value === '')) {
    throw invalidRequest('The data of BYTES must be an array of strings, each a photo as base64.');
  }
  if (values.length !== count) throw otherCount(count);
  return elements;
}

function parseFrame(frame: string): unknown[] {
  try {
    return (JSON.parse(frame) as unknown[]).flat();
  } catch (cause) {
    throw invalidRequest('The data of the tensor is not valid JSON.', { cause });
  }
}

const otherCount = (count: number) =>
  invalidRequest(`The data of BYTES must be as many strings as the shape says: ${count}.`);

const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
