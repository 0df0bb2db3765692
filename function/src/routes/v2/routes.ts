import { RequestError } from '../../errors.ts';
import { jsonRoute } from '../../http/respond.ts';
import type { Methods, Routes } from '../../http/route.ts';
import type { Classifier } from '../../model/classifier.ts';
import { parseModelPath } from '../../v2/paths.ts';
import { inputProperties, inputs, outputs } from '../../v2/tensors.ts';
import { refuseWhen } from '../health.ts';
import { inferRoute } from './infer.ts';

/** The paths of the Open Inference Protocol that are about the server. */
export function serverRoutes(version: string, ready: () => Classifier, stopping: () => boolean): Routes {
  const extensions = ['binary_tensor_data'];
  const server = { GET: jsonRoute(() => ({ name: 'cats-vs-dogs', version, extensions })) };
  const isReady = jsonRoute(() => {
    refuseWhen(stopping);
    ready();
    return { ready: true };
  });
  return {
    '/v2': server,
    '/v2/': server,
    '/v2/health/live': { GET: jsonRoute(() => ({ live: true })) },
    '/v2/health/ready': { GET: isReady },
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
  const { name, version, labels } = classifier.contract;
  const { modelName, modelVersion = version, verb } = parsed;
  if (modelName !== name || modelVersion !== version) {
    const detail = `There is no such model; there is "${name}" in version "${version}".`;
    throw new RequestError('not_found', detail);
  }
  if (verb === 'infer') return { POST: inferRoute(classifier) };
  const get = jsonRoute(() => {
    if (verb === 'ready') {
      refuseWhen(stopping);
      return { name, ready: true };
    }
    const properties = { ...inputProperties, labels: labels.join(', ') };
    return { name, versions: [version], platform: 'onnx_onnxv1', inputs, outputs, properties };
  });
  return { GET: get };
}
