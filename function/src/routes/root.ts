import { acceptedType } from '../http/accept.ts';
import { sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import type { Classifier } from '../model/classifier.ts';

const links = {
  predict: '/predict',
  explain: '/explain',
  model: '/model',
  health: '/health',
  ready: '/ready',
  metrics: '/metrics',
  openapi: '/openapi.json',
  docs: '/docs',
  v2: '/v2',
};

/** GET /: what this service is and where its parts are; for clients that prefer HTML, as browsers do, the page. */
export function rootRoute(version: string, classifier: () => Classifier | undefined, page: Route): Route {
  return {
    async handle(request, response, context) {
      const type = await acceptedType(request, ['application/json', 'text/html']);
      if (type === 'text/html') return page.handle(request, response, context);
      const contract = classifier()?.contract;
      const info = {
        name: 'cats-vs-dogs',
        description: 'Tells cats from dogs in a photo.',
        version,
        model: contract === undefined ? null : { name: contract.name, version: contract.version },
        labels: ['cat', 'dog'],
        links,
      };
      sendJson(response, context, 200, info, { vary: 'Accept' });
    },
  };
}
