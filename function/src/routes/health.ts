import type { Route } from '../app.ts';
import type { Classifier } from '../model/classifier.ts';
import { sendJson } from '../respond.ts';

/** GET /health: the process is alive. */
export const healthRoute: Route = {
  handle: (_, response, context) => sendJson(response, context, 200, { status: 'alive' }),
};

/** GET /ready: a real prediction was made, and came out right. */
export function readyRoute(ready: () => Classifier): Route {
  return {
    handle(_, response, context) {
      const { name, version } = ready().contract;
      sendJson(response, context, 200, { status: 'ready', model: { name, version } });
    },
  };
}
