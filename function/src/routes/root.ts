import { acceptedType } from '../http/accept.ts';
import type { Route } from '../http/route.ts';

/** GET /: the page for who prefers HTML, as browsers do, and what this service is for everybody else. */
export function rootRoute(info: Route, page: Route): Route {
  return {
    async handle(request, response, context) {
      const type = await acceptedType(request, ['application/json', 'text/html']);
      await (type === 'text/html' ? page : info).handle(request, response, context);
    },
  };
}
