import { RequestError } from '../errors.ts';
import { jsonRoute } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import type { Classifier } from '../model/classifier.ts';

/** GET /health: the process is alive. */
export const healthRoute: Route = jsonRoute(() => ({ status: 'alive' }));

/** GET /ready: a real prediction was made, and came out right; and more requests are welcome. */
export function readyRoute(ready: () => Classifier, stopping: () => boolean): Route {
  return jsonRoute(() => {
    refuseWhen(stopping);
    const { name, version } = ready().contract;
    return { status: 'ready', model: { name, version } };
  });
}

/** @throws RequestError not_ready when the process ends soon */
export function refuseWhen(stopping: () => boolean): void {
  if (stopping()) throw new RequestError('not_ready', 'The function is stopping.');
}
