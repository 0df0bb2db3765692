import { RequestError } from '../errors.ts';
import { send } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import type { Metrics } from '../telemetry/metrics.ts';

// Each hop on the way from outside adds one: the ingress, the activator and queue-proxy. Clients can add these headers but
// cannot remove a proxy's.
const FORWARDED_HEADERS = ['x-forwarded-for', 'forwarded', 'k-proxy-request'];

/** GET /metrics: for Prometheus, which asks the pod itself. The public should not see what runs here, and how busy. */
export function metricsRoute(metrics: Metrics): Route {
  return {
    async handle(request, response, context) {
      const wasForwarded = FORWARDED_HEADERS.some((name) => request.headers[name] !== undefined);
      if (wasForwarded) throw new RequestError('not_found', 'There is nothing at this path.');
      const { contentType, text } = await metrics.page();
      send(response, context, 200, { 'content-type': contentType, 'cache-control': 'no-store' }, text);
    },
  };
}
