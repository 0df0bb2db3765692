import type { Route } from '../app.ts';
import type { Metrics } from '../metrics.ts';
import { send } from '../respond.ts';

/** GET /metrics: for Prometheus. */
export function metricsRoute(metrics: Metrics): Route {
  return {
    async handle(_, response, context) {
      const { contentType, text } = await metrics.page();
      send(response, context, 200, { 'content-type': contentType, 'cache-control': 'no-store' }, text);
    },
  };
}
