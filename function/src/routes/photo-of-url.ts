import type { BodyMemory } from '../body/body-memory.ts';
import type { Config } from '../config.ts';
import type { RequestContext } from '../http/request-context.ts';

export type FetchParts = { config: Config; memory: BodyMemory };

/** The photo at a URL; its bytes are valid until the request is over. @throws RequestError as `fetchPhoto` does */
export type PhotoOfUrl = (url: string, context: RequestContext) => Promise<Buffer>;

/** Photos from the hosts that the configuration allows. The fetcher is loaded with the first URL. */
export function createPhotoOfUrl({ config, memory }: FetchParts): PhotoOfUrl {
  const rules = {
    allowedOrigins: config.PHOTO_ALLOWED_HOSTS,
    allowedNetworks: config.PHOTO_ALLOWED_NETWORKS,
    maxBytes: config.MAX_UPLOAD_BYTES,
    timeoutMs: config.PHOTO_FETCH_TIMEOUT_MS,
  };
  return async (url, context) => {
    const { fetchPhoto } = await import('../events/fetch-photo.ts');
    const body = await fetchPhoto(url, rules, memory);
    context.atEnd.push(() => body.release());
    return body.whole();
  };
}
