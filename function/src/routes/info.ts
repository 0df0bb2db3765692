import { sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import type { Classifier } from '../model/classifier.ts';

/** GET /: what this service is and where its parts are. */
export function infoRoute(version: string, classifier: () => Classifier | undefined): Route {
  return {
    handle(_, response, context) {
      const contract = classifier()?.contract;
      const info = {
        name: 'cats-vs-dogs',
        description: 'Tells cats from dogs in a photo.',
        version,
        model: contract === undefined ? null : { name: contract.name, version: contract.version },
        labels: ['cat', 'dog'],
        links: {
          predict: '/predict',
          explain: '/explain',
          model: '/model',
          health: '/health',
          ready: '/ready',
          metrics: '/metrics',
          openapi: '/openapi.json',
          docs: '/docs',
          v2: '/v2',
        },
      };
      sendJson(response, context, 200, info, { vary: 'Accept' });
    },
  };
}
