import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { ConfigError } from '../config.ts';
import { RequestError } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';

// A Secret that is mounted changes within a minute; a key that is taken back should not live much longer.
const POLL_INTERVAL_MS = 5000;
const MAX_NAME_LENGTH = 64;

type NamedKey = { name: string; sha256: Buffer };

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/**
 * The keys of a file, a line each: NAME:SHA256-OF-THE-KEY-IN-HEX; empty lines and those that begin with # are passed over.
 * @throws ConfigError that says which line is wrong, and never what stands in it
 */
export function parseApiKeys(text: string): NamedKey[] {
  const keys: NamedKey[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, hex] = /^([\w.-]+):([\da-f]{64})\s*$/i.exec(line) ?? [];
    if (name === undefined || hex === undefined || name.length > MAX_NAME_LENGTH) {
      throw new ConfigError(`API_KEYS_FILE, line ${index + 1}: must be NAME:SHA256-OF-THE-KEY-IN-HEX`);
    }
    if (keys.some((key) => key.name === name)) {
      throw new ConfigError(`API_KEYS_FILE, line ${index + 1}: the name is there already`);
    }
    keys.push({ name, sha256: Buffer.from(hex, 'hex') });
  }
  if (keys.length === 0) throw new ConfigError('API_KEYS_FILE has no key');
  return keys;
}

/** Tells whose key a request has. The file is read again when it changes; one that is wrong then changes nothing. */
export class ApiKeys {
  readonly #path: string;
  #keys: NamedKey[];

  /** @throws ConfigError */
  constructor(path: string, logger: Logger) {
    this.#path = path;
    this.#keys = this.#read();
    watchFile(path, { persistent: false, interval: POLL_INTERVAL_MS }, () => {
      try {
        this.#keys = this.#read();
        logger.info({ keys: this.#keys.length }, 'API keys read again');
      } catch (error) {
        logger.error({ reason: (error as Error).message }, 'API keys stay as they were');
      }
    });
  }

  close(): void {
    unwatchFile(this.#path);
  }

  /** @returns the name of the key; @throws RequestError api_key_required */
  nameOf({ headers }: IncomingMessage): string {
    const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    const given = bearer ?? headers['x-api-key'];
    if (typeof given !== 'string' || given === '') {
      throw refusal('Send a key, as "Authorization: Bearer KEY" or "X-API-Key: KEY".', '');
    }
    const digest = sha256(given);
    let found: string | undefined;
    // All of them: how long it takes must not tell how far it came.
    for (const key of this.#keys) if (timingSafeEqual(key.sha256, digest)) found = key.name;
    if (found === undefined) throw refusal('This key is not known here.', ', error="invalid_token"');
    return found;
  }

  #read(): NamedKey[] {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (cause) {
      throw new ConfigError(`API_KEYS_FILE cannot be read: ${(cause as NodeJS.ErrnoException).code}`, {
        cause,
      });
    }
    return parseApiKeys(text);
  }
}

function refusal(detail: string, parameters: string): RequestError {
  const challenge = `Bearer realm="cats-vs-dogs"${parameters}`;
  return new RequestError('api_key_required', detail, { headers: { 'www-authenticate': challenge } });
}
