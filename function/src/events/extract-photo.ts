import { bodyTooLarge, RequestError } from '../errors.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
// Longer than any string beside a photo is.
const LONG_BYTES = 4096;
const CHUNK_BYTES = 48 * 1024;
const PLACEHOLDER = 'the photo';

/**
 * Takes the one long string out of a text in JSON, so that what is parsed is small: of 9 MB of brackets, JSON.parse
 * makes 900 MB.
 * @returns the text without the photo that stood in it, and that photo as it was written
 * @throws RequestError body_too_large when more than `maxBytes` are left
 */
export function extractPhoto(text: Buffer, maxBytes: number) {
  let photo: Buffer | undefined;
  let json = text;
  for (let at = 0; ; ) {
    const start = json.indexOf(QUOTE, at);
    if (start < 0 || start > maxBytes) break;
    const end = endOfString(json, start);
    if (end - start > LONG_BYTES && photo === undefined) {
      photo = json.subarray(start + 1, end);
      json = Buffer.concat([
        json.subarray(0, start),
        Buffer.from(`"${PLACEHOLDER}"`),
        json.subarray(end + 1),
      ]);
      at = start + PLACEHOLDER.length + 2;
    } else {
      at = end + 1;
    }
  }
  if (json.length > maxBytes) throw bodyTooLarge(maxBytes);
  return { json, photo, placeholder: PLACEHOLDER };
}

/** Where a string of JSON ends that starts here: its closing quotation mark, or the end of the text. */
function endOfString(text: Buffer, start: number): number {
  for (let end = text.indexOf(QUOTE, start + 1); end >= 0; end = text.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/**
 * The bytes of a base64 string of JSON, in the memory that the string had.
 * @throws RequestError event_malformed
 */
export function decodeInPlace(base64: Buffer): Buffer {
  const text = base64.includes(BACKSLASH) ? unescaped(base64) : base64;
  let written = 0;
  for (let at = 0; at < text.length; at += CHUNK_BYTES) {
    const chunk = text.toString('latin1', at, at + CHUNK_BYTES);
    const isLast = at + CHUNK_BYTES >= text.length;
    if (!(isLast ? /^[A-Za-z\d+/]*={0,2}$/ : /^[A-Za-z\d+/]*$/).test(chunk)) throw notBase64();
    written += text.write(chunk, written, 'base64');
  }
  return text.subarray(0, written);
}

/** Some writers of JSON escape the slash, others the plus sign. */
function unescaped(base64: Buffer): Buffer {
  try {
    return Buffer.from(JSON.parse(`"${base64.toString('latin1')}"`), 'latin1');
  } catch {
    throw notBase64();
  }
}

function notBase64(): RequestError {
  return new RequestError('event_malformed', 'The CloudEvent is malformed: data_base64 must be base64.');
}
