import { EnvHttpProxyAgent, fetch as send } from 'undici';

const VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** As Node's fetch, by way of HTTPS_PROXY or HTTP_PROXY, except for the hosts of NO_PROXY. */
export async function fetch(url: string, init: RequestInit = {}): Promise<Response> {
  if (VARIABLES.every((name) => !process.env[name])) return globalThis.fetch(url, init);
  const dispatcher = new EnvHttpProxyAgent();
  // Both types are of undici, of two versions of it.
  return (await send(url, { ...init, dispatcher } as Parameters<typeof send>[1])) as unknown as Response;
}
