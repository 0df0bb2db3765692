import path from 'node:path';
import type { BodyMemory } from './body/body-memory.ts';
import type { Config } from './config.ts';
import { methodUnknown, RequestError } from './errors.ts';
import { webhookConsent } from './events/webhook.ts';
import { send } from './http/respond.ts';
import type { App, Methods, Routes } from './http/route.ts';
import type { Classifier } from './model/classifier.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventsRoute } from './routes/events.ts';
import { explainRoute } from './routes/explain.ts';
import { healthRoute, readyRoute } from './routes/health.ts';
import { metricsRoute } from './routes/metrics.ts';
import { modelRoute } from './routes/model.ts';
import { pageAssetRoutes, pageRoute } from './routes/page.ts';
import { createPhotoOfUrl } from './routes/photo-of-url.ts';
import { predictRoute } from './routes/predict.ts';
import { predictBatchRoute } from './routes/predict-batch.ts';
import { rootRoute } from './routes/root.ts';
import { modelMethodsOf, serverRoutes } from './routes/v2/routes.ts';
import { verdictsRoute } from './routes/verdicts.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { parseModelPath } from './v2/paths.ts';
import type { Verdicts } from './verdicts/verdicts.ts';

type AppParts = {
  version: string;
  config: Config;
  memory: BodyMemory;
  metrics: Metrics;
  /** The folder with what was built: the page and Swagger UI below it. */
  buildFolder: string;
  /** The classifier once it is ready. */
  classifier: () => Classifier | undefined;
  /** Whether the process ends when what is in is answered: it is not ready for more. */
  stopping: () => boolean;
  /** Undefined where verdicts are switched off. */
  verdicts: Verdicts | undefined;
};

// RFC 9110, 9.1: of these a path may say that it does not take them; others are not implemented.
const knownMethods = new Set('GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY'.split(' '));

/** The routes: path and method to handler. */
export function createApp(parts: AppParts): App {
  const { version, config, metrics, buildFolder, classifier, stopping, verdicts } = parts;
  const modelFolder = config.MODEL_PATH;
  const webFolder = path.join(buildFolder, 'web');
  const ready = () => {
    const loaded = classifier();
    if (loaded !== undefined) return loaded;
    throw new RequestError('not_ready', 'The model is being loaded.', { headers: { 'retry-after': '1' } });
  };
  const photoOfUrl = createPhotoOfUrl(parts);
  const routes: Routes = {
    '/': { GET: rootRoute(version, classifier, pageRoute(webFolder)) },
    '/health': { GET: healthRoute },
    '/ready': { GET: readyRoute(ready, stopping) },
    '/metrics': { GET: metricsRoute(metrics) },
    '/predict': { POST: predictRoute(ready, photoOfUrl) },
    '/explain': { POST: explainRoute(ready, photoOfUrl) },
    '/model': { GET: modelRoute(ready, modelFolder) },
    ...pageAssetRoutes(webFolder, ready),
    ...serverRoutes(version, ready, stopping),
    '/events': { POST: eventsRoute(ready, photoOfUrl) },
    '/predict/batch': { POST: predictBatchRoute(ready, parts) },
    ...(verdicts && { '/verdicts': { POST: verdictsRoute(ready, verdicts) } }),
    ...docsRoutes(version, config, path.join(buildFolder, 'swagger-ui')),
  };
  const methodsOf = (path: string) =>
    Object.hasOwn(routes, path) ? routes[path] : modelMethodsOf(path, ready, stopping);
  const notFound = (path: string) => {
    const without = path.replace(/\/$/, '');
    const hint =
      methodsOf(without) === undefined ? '' : ` Without the slash at its end, ${without} is a path.`;
    return new RequestError('not_found', `There is nothing at this path.${hint}`);
  };
  return {
    resolve(method, path) {
      if (!knownMethods.has(method)) throw methodUnknown();
      // OPTIONS * asks what any path takes (RFC 9110, 9.3.7).
      const isServer = path === '*' && method === 'OPTIONS';
      const methods: Methods | undefined = isServer
        ? Object.assign({}, ...Object.values(routes))
        : methodsOf(path);
      if (methods === undefined) throw notFound(path);
      const allow = [...Object.keys(methods), ...(methods.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ');
      if (method === 'OPTIONS') {
        return {
          handle({ headers }, response, context) {
            const consent = path === '/events' ? webhookConsent(headers) : undefined;
            send(response, context, consent === undefined ? 204 : 200, { allow, ...consent }, '');
          },
        };
      }
      const route = method === 'HEAD' ? methods.GET : methods[method as 'GET' | 'POST'];
      if (route !== undefined) return route;
      throw new RequestError('method_not_allowed', `This path takes ${allow}.`, { headers: { allow } });
    },
    pathOf: (path) => (Object.hasOwn(routes, path) ? path : parseModelPath(path)?.template),
  };
}
