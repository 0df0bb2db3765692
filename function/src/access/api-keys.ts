import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { ConfigError } from '../config.ts';
import { RequestError } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

// A Secret that is mounted changes within a minute; a key that is taken back should not live much longer.
const POLL_INTERVAL_MS = 1000;
const MAX_NAME_LENGTH = 64;

type NamedKey = { name: string; sha256: Buffer };

const isBlank = (line: string) => line.trim() === '' || line.startsWith('#');
const sha256 = (text: string) => createHash('sha256').update(text).digest();

/**
 * The keys of a file, a line each: NAME:SHA256-OF-THE-KEY-IN-HEX; empty lines and those that begin with # are passed over.
 * @throws ConfigError that says which line is wrong, and never what stands in it
 */
export function parseApiKeys(text: string): NamedKey[] {
  const keys: NamedKey[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (isBlank(line)) continue;
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

/**
 * Tells whose key a request has. The file is read again when it changes: a file without keys, or none, takes all keys
 * back; a file with a wrong line changes nothing.
 * @throws ConfigError where the file is wrong or has no key at the start
 */
export function watchApiKeys(path: string, logger: Logger, metrics: Metrics) {
  let keys = parseApiKeys(read(path));
  watchFile(path, { persistent: false, interval: POLL_INTERVAL_MS }, () => {
    try {
      const text = read(path, '');
      keys = text.split('\n').every(isBlank) ? [] : parseApiKeys(text);
      logger[keys.length > 0 ? 'info' : 'warn']({ keys: keys.length }, 'API keys read again');
      metrics.setKeysReload(true);
    } catch (error) {
      logger.error({ reason: (error as Error).message }, 'API keys stay as they were');
      metrics.setKeysReload(false);
    }
  });
  return {
    close: (): void => unwatchFile(path),

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
      for (const key of keys) if (timingSafeEqual(key.sha256, digest)) found = key.name;
      if (found === undefined) throw refusal('This key is not known here.', ', error="invalid_token"');
      return found;
    },
  };
}

/** The text of the file, or `absent` where there is no file. @throws ConfigError */
function read(path: string, absent?: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' && absent !== undefined) return absent;
    throw new ConfigError(`API_KEYS_FILE cannot be read: ${code}`, { cause });
  }
}

function refusal(detail: string, parameters: string): RequestError {
  const challenge = `Bearer realm="cats-vs-dogs"${parameters}`;
  return new RequestError('api_key_required', detail, { headers: { 'www-authenticate': challenge } });
}
