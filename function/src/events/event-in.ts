import type { IncomingHttpHeaders } from 'node:http';
import { CloudEvent } from 'cloudevents';
import { SEGMENT_BYTES } from '../body/body-memory.ts';
import { mediaTypeOf } from '../body/one-photo-form.ts';
import { bodyTooLarge, RequestError } from '../errors.ts';
import { decodeBase64, decodeBase64InPlace } from '../json/base64.ts';
import { extractLongStrings } from '../json/long-strings.ts';

const STRUCTURED = 'application/cloudevents+json';

/** A photo event: its attributes, and either the photo or where it is. */
export type PhotoEvent = {
  id: string;
  source: string;
  type: string;
  subject: string | undefined;
  traceparent: string | undefined;
  photo: { bytes: Buffer } | { url: string };
};

type Attributes = Record<string, unknown>;
type Data = { bytes: Buffer } | { json: unknown };

const REQUIRED = ['id', 'source', 'specversion', 'type'] as const;
const MAX_URL_LENGTH = 4096;
/** Of everything but the photo. */
const MAX_JSON_BYTES = SEGMENT_BYTES;
const JSON_LIMITS = { bytes: MAX_JSON_BYTES, elements: MAX_JSON_BYTES, stringsAndObjects: MAX_JSON_BYTES };
const URI_ATTRIBUTES = new Set(['source', 'dataschema']);
// Those of RFC 3986, and a percent sign in front of two digits alone.
const URI_CHARACTERS = /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})*$/i;
// Some of them come back as headers, three times as long.
const MAX_ATTRIBUTE_BYTES = 1024;

/**
 * Reads an event of either mode. The CloudEvents SDK checks the attributes; the data never goes through it, because
 * it makes 40 MB of a photo of 10 MB in base64.
 * @throws RequestError event_malformed, body_too_large
 */
export function readEvent(headers: IncomingHttpHeaders, body: Buffer): PhotoEvent {
  const isStructured = mediaTypeOf(headers['content-type']) === STRUCTURED;
  const { attributes, data } = isStructured ? structured(body) : binary(headers, body);
  check(attributes);
  const { id, source, type, subject, traceparent } = attributes as Record<string, string | undefined>;
  const photo = photoOf(data);
  // One that held a slab of the body memory while it waits for another, for its photo, could wait for ever.
  if ('url' in photo && body.length > MAX_JSON_BYTES) throw bodyTooLarge(MAX_JSON_BYTES);
  return { id: id!, source: source!, type: type!, subject, traceparent, photo };
}

const malformed = (detail: string, cause?: unknown) =>
  new RequestError('event_malformed', `The CloudEvent is malformed: ${detail}.`, { cause });

function binary(headers: IncomingHttpHeaders, bytes: Buffer): { attributes: Attributes; data: Data } {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof value === 'string')
      attributes[name.slice(3)] = decodeHeader(name.slice(3), value);
  }
  const contentType = headers['content-type'];
  if (contentType !== undefined) attributes.datacontenttype = contentType;
  return { attributes, data: dataOf(mediaTypeOf(contentType), bytes) };
}

/** An attribute as the HTTP binding of CloudEvents 1.0.2 reads it: unquoted, then percent-decoded (3.1.3.2). */
function decodeHeader(name: string, value: string): string {
  const quoted = /^"(.*)"$/.exec(value)?.[1];
  const text = quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1');
  const decoded = text.replace(/(?:%[\da-f]{2})+/gi, percentDecoded);
  // SDKs for JavaScript and Python do not encode: their %20 belongs to the URI, which has no place for a space.
  return URI_ATTRIBUTES.has(name) && !URI_CHARACTERS.test(decoded) ? text : decoded;
}

/** A run of escapes as the text that it stands for, or as it is where that is not UTF-8. */
function percentDecoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

function structured(body: Buffer): { attributes: Attributes; data: Data } {
  const extracted = extractLongStrings(body, JSON_LIMITS);
  if (extracted === undefined) throw bodyTooLarge(MAX_JSON_BYTES);
  const { json, longStrings } = extracted;
  const event = parseJson(json);
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    throw malformed('it must be an object');
  // A null attribute is one that is not set (JSON format 1.0.2, 2.2).
  const set = Object.entries(event).filter(([, value]) => value !== null);
  const { data, data_base64: base64, ...attributes } = Object.fromEntries(set) as Attributes;
  const photo = longStrings.get(String(base64));
  if (longStrings.size > (photo === undefined ? 0 : 1)) throw malformed('only data_base64 may be long');
  if (base64 === undefined) return { attributes, data: { json: data } };
  if (data !== undefined) throw malformed('it must not have both data and data_base64');
  if (typeof base64 !== 'string') throw malformed('data_base64 must be base64');
  const bytes = photo === undefined ? decodeBase64(base64) : decodeBase64InPlace(photo);
  if (bytes === undefined) throw malformed('data_base64 must be base64');
  const { datacontenttype } = attributes;
  const type = typeof datacontenttype === 'string' ? mediaTypeOf(datacontenttype) : undefined;
  return { attributes, data: dataOf(type, bytes) };
}

function dataOf(type: string | undefined, bytes: Buffer): Data {
  const isJson = type === 'application/json' || type?.endsWith('+json');
  if (!isJson) return { bytes };
  if (bytes.length > MAX_JSON_BYTES) throw bodyTooLarge(MAX_JSON_BYTES);
  return { json: parseJson(bytes.toString('utf8')) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('its JSON cannot be read');
  }
}

function check(attributes: Attributes): void {
  for (const name of REQUIRED) {
    // The SDK would make up an id and a version.
    if (typeof attributes[name] !== 'string' || attributes[name] === '')
      throw malformed(`${name} must be given`);
  }
  if (attributes.specversion !== '1.0') throw malformed('specversion must be 1.0');
  for (const [name, value] of Object.entries(attributes)) {
    if (!/^[a-z\d]+$/.test(name))
      throw malformed('the name of an attribute must be of lower case letters and digits');
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw malformed('an attribute must be a string, a number or a boolean');
    }
    if (Buffer.byteLength(String(value)) > MAX_ATTRIBUTE_BYTES) {
      throw malformed(`an attribute must have at most ${MAX_ATTRIBUTE_BYTES} bytes`);
    }
  }
  try {
    new CloudEvent(attributes as ConstructorParameters<typeof CloudEvent>[0]);
  } catch (cause) {
    const [error] = (cause as { errors?: { instancePath?: string }[] }).errors ?? [];
    const name = error?.instancePath?.slice(1) || 'an attribute';
    throw malformed(`${name} is not as CloudEvents 1.0 wants it`, cause);
  }
}

function photoOf(data: Data): PhotoEvent['photo'] {
  if ('bytes' in data) return data;
  const url = typeof data.json === 'object' && data.json !== null ? (data.json as Attributes).url : undefined;
  if (typeof url !== 'string' || url.length > MAX_URL_LENGTH) {
    throw malformed('its data must be a photo, or JSON as {"url": "https://..."}');
  }
  return { url };
}
