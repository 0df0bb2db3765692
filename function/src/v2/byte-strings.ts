import { decodeBase64, decodeBase64InPlace } from '../json/base64.ts';
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
 * The photos of a BYTES tensor in JSON, flat or in lists of one. A long string is decoded into the memory where it
 * stands.
 * @throws RequestError inference_request_invalid
 */
export function readJsonPhotos(data: unknown[], longStrings: Map<string, Buffer>, count: number): Buffer[] {
  const elements = data.flat();
  if (elements.length !== count) throw otherCount(count);
  return elements.map((element) => {
    if (typeof element !== 'string') {
      throw invalidRequest('The data of BYTES must be an array of strings, each a photo as base64.');
    }
    const long = longStrings.get(element);
    // Each is decoded once: it is no longer base64 then.
    longStrings.delete(element);
    return base64Photo(long === undefined ? decodeBase64(element) : decodeBase64InPlace(long));
  });
}

/** @throws RequestError inference_request_invalid where an element could not be decoded */
export function base64Photo(bytes: Buffer | undefined): Buffer {
  if (bytes !== undefined) return bytes;
  throw invalidRequest('An element of BYTES is not base64, without line breaks and without a data: prefix.');
}

const otherCount = (count: number) =>
  invalidRequest(`The data of BYTES must be as many strings as the shape says: ${count}.`);
