import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Config, ConfigError } from '../config.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Logger } from '../telemetry/log.ts';

/** Which clients are admitted, and for how many photos. */
export type Guard = {
  /** For every answer, an error too. */
  setCorsHeaders(request: IncomingMessage, response: ServerResponse): void;
  /** Lets in a request that brings a photo. @throws RequestError api_key_required, rate_limited */
  admit(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<void>;
  close(): void;
};

/**
 * The guard that is configured, or undefined for none: then nothing of it is loaded.
 * @throws ConfigError
 */
export async function loadGuard(config: Config, logger: Logger): Promise<Guard | undefined> {
  const { CORS_ALLOWED_ORIGINS: origins, API_KEYS_FILE: keysFile, RATE_LIMIT_PHOTOS: photos } = config;
  if (photos > 0 && keysFile === '') {
    throw new ConfigError('RATE_LIMIT_PHOTOS must be 0 without API_KEYS_FILE: the limit is that of a key');
  }
  if (origins.length === 0 && keysFile === '') return undefined;
  const setCorsHeaders = origins.length > 0 ? (await import('./cors.ts')).createCors(origins) : () => {};
  const keys = keysFile === '' ? undefined : new (await import('./api-keys.ts')).ApiKeys(keysFile, logger);
  const limit =
    photos > 0
      ? new (await import('./rate-limit.ts')).RateLimit(photos, config.RATE_LIMIT_WINDOW_SECONDS)
      : undefined;
  return {
    setCorsHeaders,
    async admit(request, response, context) {
      if (keys === undefined) return;
      const name = keys.nameOf(request);
      context.client = name;
      if (limit === undefined) return;
      response.setHeaders(new Map(Object.entries(await limit.charge(name))));
      context.chargePhoto = async () => {
        await limit.charge(name);
      };
    },
    close: () => keys?.close(),
  };
}
