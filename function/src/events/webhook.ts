import type { IncomingHttpHeaders } from 'node:http';

/**
 * The consent to deliveries that a sender asks for by OPTIONS, as Azure Event Grid does (CloudEvents HTTP Webhook 1.0.2,
 * 4). It opens nothing: each delivery is admitted like any other request, and too many get 503 with Retry-After.
 * @returns undefined for a request that asks for none
 */
export function webhookConsent(headers: IncomingHttpHeaders): Record<string, string> | undefined {
  const origin = headers['webhook-request-origin'];
  if (typeof origin !== 'string' || !/^[\w.:-]{1,253}$/.test(origin)) return undefined;
  return { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' };
}
