import { RequestError } from '../errors.ts';
import { invalidRequest } from './invalid-request.ts';

/** Where the array of a tensor's data stands in the JSON, from its first bracket to behind its last. */
export type Span = { start: number; end: number };

// Parsed, 9 MB of empty lists took 197 MB, and of empty objects 306 MB.
const MAX_ENVELOPE_BYTES = 64 * 1024;
/** The request, its inputs, an input. */
const DATA_DEPTH = 3;

export const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING_ARRAY = 0x5b;
// `[` and `{`, `]` and `}` differ in one bit.
const opens = (byte: number) => (byte | 0x20) === 0x7b;
const closes = (byte: number) => (byte | 0x20) === 0x7d;

/**
 * Takes the data of the tensors out of an inference request, so that what is left can be parsed in little memory:
 * `inputs[i].data` becomes `[n]`, where n counts the spans. What else is wrong with the JSON is left to its parser.
 * @throws RequestError inference_request_invalid, body_too_large
 */
export function extractData(json: Buffer): { envelope: string; spans: Span[] } {
  const pieces: string[] = [];
  const spans: Span[] = [];
  const keys: (string | undefined)[] = [];
  let depth = 0;
  let text: string | undefined;
  let taken = 0;
  let extractedBytes = 0;
  for (let at = 0; at < json.length; at++) {
    if (at - extractedBytes > MAX_ENVELOPE_BYTES) throw envelopeTooLarge();
    const byte = json[at]!;
    if (byte === QUOTE) {
      const end = stringEnd(json, at);
      text = depth === 1 || depth === DATA_DEPTH ? textOf(json, at, end) : undefined;
      at = end - 1;
    } else if (byte === COLON) {
      if (depth <= DATA_DEPTH) keys[depth] = text;
    } else if (byte === OPENING_ARRAY && depth === DATA_DEPTH && keys[1] === 'inputs' && keys[3] === 'data') {
      const end = arrayEnd(json, at);
      pieces.push(json.toString('utf8', taken, at), `[${spans.length}]`);
      spans.push({ start: at, end });
      extractedBytes += end - at;
      taken = end;
      at = end - 1;
    } else if (opens(byte)) {
      depth += 1;
      if (depth <= DATA_DEPTH) keys[depth] = undefined;
    } else if (closes(byte)) {
      depth -= 1;
    }
  }
  if (json.length - extractedBytes > MAX_ENVELOPE_BYTES) throw envelopeTooLarge();
  pieces.push(json.toString('utf8', taken));
  return { envelope: pieces.join(''), spans };
}

function envelopeTooLarge(): RequestError {
  return new RequestError(
    'body_too_large',
    `The JSON beside the data of the tensors may have at most ${MAX_ENVELOPE_BYTES} bytes.`,
  );
}

/** A short string without its quotation marks; no key that is looked for is long. */
function textOf(json: Buffer, start: number, end: number): string | undefined {
  if (end - start > 64) return undefined;
  try {
    return JSON.parse(json.toString('utf8', start, end)) as string;
  } catch {
    // The parser of the envelope tells it.
    return undefined;
  }
}

/** The place behind the quotation mark that ends the string. @throws RequestError inference_request_invalid */
export function stringEnd(json: Buffer, start: number): number {
  for (let at = json.indexOf(QUOTE, start + 1); at >= 0; at = json.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (json[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  throw invalidRequest('The JSON ends within a string.');
}

/** The place behind the bracket that ends the array. */
function arrayEnd(json: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) {
      at = stringEnd(json, at) - 1;
    } else if (opens(byte)) {
      depth += 1;
    } else if (closes(byte)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw invalidRequest('The JSON ends within the data of a tensor.');
}
