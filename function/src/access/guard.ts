import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Config, ConfigError } from '../config.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** Which clients are admitted, and for how many photos. */
export type Guard = NonNullable<Awaited<ReturnType<typeof loadGuard>>>;

/** The guard that is configured, or undefined for none: then nothing of it is loaded. @throws ConfigError */
export async function loadGuard(config: Config, logger: Logger, metrics: Metrics) {
  const { CORS_ALLOWED_ORIGINS: origins, API_KEYS_FILE: keysFile, RATE_LIMIT_PHOTOS: photos } = config;
  if (photos > 0 && keysFile === '') {
    throw new ConfigError('RATE_LIMIT_PHOTOS must be 0 without API_KEYS_FILE: the limit is that of a key');
  }
  if (origins.length === 0 && keysFile === '') return undefined;
  const setCorsHeaders = origins.length > 0 ? (await import('./cors.ts')).createCors(origins) : undefined;
  const keys =
    keysFile === '' ? undefined : (await import('./api-keys.ts')).watchApiKeys(keysFile, logger, metrics);
  const charge =
    photos > 0
      ? (await import('./rate-limit.ts')).createRateLimit(photos, config.RATE_LIMIT_WINDOW_SECONDS)
      : undefined;
  return {
    /** For every answer, an error too. */
    setCorsHeaders,
    /** Lets in a request that brings a photo. @throws RequestError api_key_required, rate_limited */
    async admit(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<void> {
      if (keys === undefined) return;
      const name = keys.nameOf(request);
      context.client = name;
      if (charge === undefined) return;
      response.setHeaders(new Map(Object.entries(await charge(name))));
      context.chargePhoto = () => charge(name);
    },
    close: (): void => keys?.close(),
  };
}
