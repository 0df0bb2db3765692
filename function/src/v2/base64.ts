import { invalidRequest } from './invalid-request.ts';

const BACKSLASH = 0x5c;
const SLASH = 0x2f;
// A multiple of 4, so that each chunk is base64 by itself.
const CHUNK_BYTES = 64 * 1024;

/**
 * Decodes base64, as it stands in a string of JSON, into its own memory: through a string of all of it, 9 MB took
 * 40 MB more.
 * @returns the part of `text` that holds what it said
 * @throws RequestError inference_request_invalid
 */
export function decodeBase64InPlace(text: Buffer): Buffer {
  const plain = withoutEscapes(text);
  let written = 0;
  for (let at = 0; at < plain.length; at += CHUNK_BYTES) {
    const chunk = plain.toString('latin1', at, at + CHUNK_BYTES);
    const padding = chunk.endsWith('==') ? 2 : chunk.endsWith('=') ? 1 : 0;
    const isLast = at + CHUNK_BYTES >= plain.length;
    const bytes = Buffer.from(chunk, 'base64');
    const digits = chunk.length - padding;
    // The decoder passes over what is not of its alphabet, and a digit alone says nothing.
    const isWhole = bytes.length === Math.floor((digits * 3) / 4) && digits % 4 !== 1;
    if (!isWhole || (padding > 0 && !isLast)) {
      throw invalidRequest(
        'An element of BYTES is not base64, without line breaks and without a data: prefix.',
      );
    }
    written += bytes.copy(plain, written);
  }
  return plain.subarray(0, written);
}

/** Some encoders write `\/` for `/`. */
function withoutEscapes(text: Buffer): Buffer {
  let written = text.indexOf(BACKSLASH);
  if (written < 0) return text;
  for (let at = written; at < text.length; at++) {
    if (text[at] === BACKSLASH && text[at + 1] === SLASH) continue;
    text[written++] = text[at]!;
  }
  return text.subarray(0, written);
}
