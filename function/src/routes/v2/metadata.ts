import { sendJson } from '../../http/respond.ts';
import type { Route } from '../../http/route.ts';
import type { Classifier } from '../../model/classifier.ts';
import type { ModelContract } from '../../model/contract.ts';
import { inputProperties, inputs, outputs } from '../../v2/tensors.ts';
import { refuseWhen } from '../health.ts';

function jsonRoute(value: () => object): Route {
  return { handle: (_, response, context) => sendJson(response, context, 200, value()) };
}

/** GET /v2: the server and the extensions that it knows. */
export function serverMetadataRoute(version: string): Route {
  return jsonRoute(() => ({ name: 'cats-vs-dogs', version, extensions: ['binary_tensor_data'] }));
}

/** GET /v2/health/live: the process is alive. */
export const liveRoute: Route = jsonRoute(() => ({ live: true }));

/** GET /v2/health/ready: the server takes requests, and so does its model. */
export function serverReadyRoute(ready: () => Classifier, stopping: () => boolean): Route {
  return jsonRoute(() => {
    refuseWhen(stopping);
    ready();
    return { ready: true };
  });
}

/** GET /v2/models/{model_name}/ready */
export function modelReadyRoute({ name }: ModelContract, stopping: () => boolean): Route {
  return jsonRoute(() => {
    refuseWhen(stopping);
    return { name, ready: true };
  });
}

/** GET /v2/models/{model_name}: the tensors that go in and come out. */
export function modelMetadataRoute({ name, version, labels }: ModelContract): Route {
  return jsonRoute(() => ({
    name,
    versions: [version],
    platform: 'onnx_onnxv1',
    inputs,
    outputs,
    properties: { ...inputProperties, labels: labels.join(', ') },
  }));
}
