import { RequestError } from '../../errors.ts';
import type { Methods, Routes } from '../../http/route.ts';
import type { Classifier } from '../../model/classifier.ts';
import { parseModelPath } from '../../v2/paths.ts';
import { inferRoute } from './infer.ts';
import {
  liveRoute,
  modelMetadataRoute,
  modelReadyRoute,
  serverMetadataRoute,
  serverReadyRoute,
} from './metadata.ts';

/** The paths of the Open Inference Protocol that are about the server. */
export function serverRoutes(version: string, ready: () => Classifier, stopping: () => boolean): Routes {
  const server = { GET: serverMetadataRoute(version) };
  return {
    '/v2': server,
    '/v2/': server,
    '/v2/health/live': { GET: liveRoute },
    '/v2/health/ready': { GET: serverReadyRoute(ready, stopping) },
  };
}

/**
 * What a path does that leads to a model, undefined for any other.
 * @throws RequestError not_found for another model or version, not_ready
 */
export function modelMethodsOf(
  path: string,
  ready: () => Classifier,
  stopping: () => boolean,
): Methods | undefined {
  const parsed = parseModelPath(path);
  if (parsed === undefined) return undefined;
  const classifier = ready();
  const { contract } = classifier;
  const { modelName, modelVersion = contract.version, verb } = parsed;
  if (modelName !== contract.name || modelVersion !== contract.version) {
    throw new RequestError(
      'not_found',
      `There is no such model; there is "${contract.name}" in version "${contract.version}".`,
    );
  }
  switch (verb) {
    case 'metadata':
      return { GET: modelMetadataRoute(contract) };
    case 'ready':
      return { GET: modelReadyRoute(contract, stopping) };
    case 'infer':
      return { POST: inferRoute(classifier) };
  }
}
