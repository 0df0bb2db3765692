import { invalidRequest } from './invalid-request.ts';
import { QUOTE, type Span, stringEnd } from './lift-data.ts';

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
 * The elements of a BYTES tensor in JSON, flat or in arrays of one.
 * @throws RequestError inference_request_invalid
 */
export function readJsonStrings(json: Buffer, span: Span, count: number): string[] {
  // For each string two brackets and a comma. What has more would take more memory than it is worth.
  if (signsBesideStrings(json, span) > 3 * count + 1) throw otherCount(count);
  let values: unknown[];
  try {
    // One byte a letter: base64 needs no more.
    values = (JSON.parse(json.toString('latin1', span.start, span.end)) as unknown[]).flat();
  } catch (cause) {
    throw invalidRequest('The data of the tensor is not valid JSON.', { cause });
  }
  if (!values.every((value) => typeof value === 'string')) {
    throw invalidRequest('The data of BYTES must be an array of strings, each a photo as base64.');
  }
  if (values.length !== count) throw otherCount(count);
  return values;
}

const otherCount = (count: number) =>
  invalidRequest(`The data of BYTES must be as many strings as the shape says: ${count}.`);

const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

function signsBesideStrings(json: Buffer, { start, end }: Span): number {
  let signs = 0;
  for (let at = start; at < end; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) at = stringEnd(json, at) - 1;
    else if (!isSpace(byte)) signs += 1;
  }
  return signs;
}
