import { preferredType } from '../accept.ts';
import type { Route } from '../app.ts';

/** GET /: the page for who prefers HTML, as browsers do, and what this service is for everybody else. */
export function rootRoute(info: Route, page: Route): Route {
  return {
    async handle(request, response, context) {
      const wantsPage =
        request.headers.accept?.includes('text/html') &&
        (await preferredType(request, ['application/json', 'text/html'])) === 'text/html';
      await (wantsPage ? page : info).handle(request, response, context);
    },
  };
}
