const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;

/** Strings with more bytes than this are long. */
export const LONG_STRING_BYTES = 4096;

/** What a text in JSON may have beside its long strings. */
export type JsonLimits = {
  bytes: number;
  /** Opening square brackets and commas: JSON.parse needs up to 50 bytes for what follows each. */
  elements: number;
  /** JSON.parse needs 100 bytes for an object, and up to 300 more than its text for the name of a property. */
  stringsAndObjects: number;
};

/** The text with a name in place of each long string, and these by name, as they stand between their quotation marks. */
export type ExtractedStrings = { json: string; longStrings: Map<string, Buffer> };

/**
 * Takes the long strings out of a text in JSON, so that JSON.parse gets a small one. It makes 160 MB of 4 MB of
 * brackets, and a photo in base64 would be copied several times.
 * @returns undefined for a text beyond a limit, of which nothing was copied
 */
export function extractLongStrings(text: Buffer, limits: JsonLimits): ExtractedStrings | undefined {
  const longStrings = new Map<string, Buffer>();
  const pieces: [start: number, end: number, name: string][] = [];
  let pieceStart = 0;
  let longBytes = 0;
  let elements = 0;
  let stringsAndObjects = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]!;
    if (byte === QUOTE || byte === OPENING_BRACE) stringsAndObjects += 1;
    else if (byte === COMMA || byte === OPENING_BRACKET) elements += 1;
    else continue;
    if (elements > limits.elements || stringsAndObjects > limits.stringsAndObjects) return undefined;
    if (at - longBytes > limits.bytes) return undefined;
    if (byte !== QUOTE) continue;
    const end = endOfString(text, at);
    const contentBytes = end - at - 1;
    if (contentBytes > LONG_STRING_BYTES) {
      const name = `(long string ${longStrings.size + 1})`;
      longStrings.set(name, text.subarray(at + 1, end));
      pieces.push([pieceStart, at, `"${name}"`]);
      pieceStart = end + 1;
      longBytes += contentBytes;
    }
    at = end;
  }
  if (text.length - longBytes > limits.bytes) return undefined;
  const head = pieces.map(([start, end, name]) => text.toString('utf8', start, end) + name).join('');
  return { json: head + text.toString('utf8', pieceStart), longStrings };
}

/** The place of the quotation mark that ends the string, or the end of a text that lacks it. */
function endOfString(text: Buffer, start: number): number {
  for (let end = text.indexOf(QUOTE, start + 1); end >= 0; end = text.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
