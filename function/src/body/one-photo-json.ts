import { RequestError } from '../errors.ts';
import { decodeBase64InPlace } from '../json/base64.ts';
import { extractLongStrings, type JsonLimits } from '../json/long-strings.ts';

/** A photo in JSON: its bytes, or where it is. */
export type PhotoInJson = { bytes: Buffer } | { url: string };

// Of everything but the photo. A URL fits, and the body of one holds too little memory to wait for more of it.
const JSON_LIMITS: JsonLimits = { bytes: 8192, elements: 64, stringsAndObjects: 64 };
const MAX_URL_LENGTH = 4096;
const MAX_DATA_URL_HEAD = 256;
const DATA_URL = /^data:[\w.+/;=-]*;base64,/i;
const COMMA = 0x2c;

const malformed = (detail: string, cause?: unknown) =>
  new RequestError('json_malformed', `${detail} Send {"image_base64": "..."} or {"url": "https://..."}.`, {
    cause,
  });

/**
 * Reads a body as {"image_base64": "..."} or {"url": "https://..."}; base64 is decoded within the body.
 * @throws RequestError json_malformed
 */
export function photoInJson(body: Buffer): PhotoInJson {
  const extracted = extractLongStrings(body, JSON_LIMITS);
  if (extracted === undefined)
    throw malformed(`Beside the photo the JSON may have ${JSON_LIMITS.bytes} bytes.`);
  const { json, longStrings } = extracted;
  const value = parse(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('The JSON must be an object.');
  }
  // Some encoders write null for what is absent.
  const given = Object.entries(value).filter(([, content]) => content !== null);
  const [name, content] = given[0] ?? [];
  if (given.length !== 1 || (name !== 'image_base64' && name !== 'url')) {
    throw malformed('The JSON must have one property, image_base64 or url.');
  }
  if (name === 'url') return { url: checkedUrl(content, longStrings) };
  const text = typeof content === 'string' ? (longStrings.get(content) ?? Buffer.from(content)) : undefined;
  const bytes = text && decode(text);
  if (bytes === undefined) throw malformed('image_base64 must be base64 without line breaks, or a data URL.');
  return { bytes };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed('The JSON cannot be read.', cause);
  }
}

function checkedUrl(url: unknown, longStrings: Map<string, Buffer>): string {
  if (typeof url === 'string' && url.length <= MAX_URL_LENGTH && !longStrings.has(url)) return url;
  throw malformed(`url must be a text of at most ${MAX_URL_LENGTH} characters.`);
}

/** @param text as it stands in the JSON, or already without its escapes */
function decode(text: Buffer): Buffer | undefined {
  // PHP escapes slashes.
  const head = text.toString('latin1', 0, MAX_DATA_URL_HEAD).replaceAll('\\/', '/');
  return decodeBase64InPlace(DATA_URL.test(head) ? text.subarray(text.indexOf(COMMA) + 1) : text);
}
