import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Body, receiveBody } from '../body/body.ts';
import type { BodyMemory } from '../body/body-memory.ts';
import { RequestError } from '../errors.ts';
import { AddressRefused, checkedLookup, checkLiteral } from './addresses.ts';

export type FetchRules = {
  /** Origins, as `https://photos.example.com`. */
  allowedOrigins: readonly string[];
  /** Networks of internal addresses that may be reached all the same. */
  allowedNetworks: readonly string[];
  maxBytes: number;
  timeoutMs: number;
};

const MAX_HEADER_BYTES = 8192;

/**
 * Fetches a photo from a host that is allowed, into the memory of all bodies. No redirect is followed.
 * @throws RequestError url_refused, photo_unavailable, photo_unreachable, overloaded
 */
export async function fetchPhoto(text: string, rules: FetchRules, memory: BodyMemory): Promise<Body> {
  const url = allowedUrl(text, rules);
  const body = new Body(memory);
  const signal = AbortSignal.timeout(rules.timeoutMs);
  try {
    const response = await get(url, rules, signal);
    try {
      checkHead(response, rules.maxBytes);
      await receiveBody(response, body, rules);
    } finally {
      response.destroy();
    }
    return body;
  } catch (thrown) {
    body.release();
    throw problemOfFetch(thrown, rules);
  }
}

function allowedUrl(text: string, { allowedOrigins, allowedNetworks }: FetchRules): URL {
  if (allowedOrigins.length === 0) throw refused('No host is allowed: send the photo itself.');
  if (!URL.canParse(text)) throw refused('This is not an absolute URL.');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw refused('A URL must not hold a user or a password.');
  // Scheme, host and port at once; other spellings of an address are one after parsing. Not its `origin`, which of a
  // blob: URL is that of the URL inside.
  if (!allowedOrigins.includes(`${url.protocol}//${url.host}`))
    throw refused('Scheme, host and port of the URL are not allowed.');
  try {
    checkLiteral(url.hostname, allowedNetworks);
  } catch (cause) {
    throw refused('The address of the URL must not be reached.', cause);
  }
  return url;
}

function get(url: URL, rules: FetchRules, signal: AbortSignal): Promise<IncomingMessage> {
  const options: RequestOptions = {
    // A connection of its own: one that is used again would not be looked up again.
    agent: false,
    lookup: checkedLookup(rules.allowedNetworks),
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'cats-vs-dogs' },
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, resolve);
    request.on('error', reject).end();
  });
}

function checkHead({ statusCode = 0, headers }: IncomingMessage, maxBytes: number): void {
  if (statusCode >= 500 || statusCode === 429) throw new Error(`the host answered ${statusCode}`);
  if (statusCode >= 300 && statusCode < 400)
    throw unavailable('The URL leads elsewhere; no redirect is followed.');
  if (statusCode !== 200) throw unavailable(`The host answered ${statusCode}.`);
  if (headers['content-encoding'] !== undefined) throw unavailable('The host sent a Content-Encoding.');
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

function problemOfFetch(thrown: unknown, { maxBytes }: FetchRules): RequestError {
  if (thrown instanceof AddressRefused) {
    return refused('The host of the URL leads to an address that must not be reached.', thrown);
  }
  if (thrown instanceof RequestError) {
    if (['photo_unavailable', 'overloaded'].includes(thrown.code)) return thrown;
    if (thrown.code === 'body_too_large') return tooLarge(maxBytes);
  }
  const detail = 'The photo could not be fetched from its URL in time. Please try again.';
  return new RequestError('photo_unreachable', detail, { cause: thrown });
}

const refused = (detail: string, cause?: unknown) => new RequestError('url_refused', detail, { cause });
const unavailable = (detail: string) => new RequestError('photo_unavailable', detail);
const tooLarge = (maxBytes: number) => unavailable(`A photo may have at most ${maxBytes} bytes.`);
