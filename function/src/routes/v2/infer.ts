import type { IncomingMessage } from 'node:http';
import { mediaTypeOf } from '../../body/one-photo-form.ts';
import { contentTypeUnsupported, RequestError } from '../../errors.ts';
import { send, sendJson } from '../../http/respond.ts';
import type { Route } from '../../http/route.ts';
import { classifiedPhotoOf, sha256Of } from '../../model/answer.ts';
import type { Classifier } from '../../model/classifier.ts';
import type { Prediction } from '../../model/prediction.ts';
import { allOutputs, type InferRequest, readInferRequest } from '../../v2/infer-request.ts';
import { inferResponse } from '../../v2/infer-response.ts';
import { invalidRequest } from '../../v2/invalid-request.ts';
import type { Picture } from '../../v2/tensor-pictures.ts';

const JSON_BYTES_HEADER = 'inference-header-content-length';

/** POST /v2/models/{model_name}/infer: classifies the photos of a tensor. */
export function inferRoute(classifier: Classifier): Route {
  return {
    checkContentType,
    async handle(request, response, context) {
      const { id = context.id, pictures, outputs } = requestOf(request, context.body);
      const receivedMs = performance.now() - context.startedAtMs;
      // The first one was counted when the request came.
      for (const _ of pictures.slice(1)) await context.chargePhoto?.();
      const predictions = await classifyAll(classifier, pictures);
      context.predictions = predictions.map((prediction, i) =>
        classifiedPhotoOf(prediction, receivedMs, {
          photo_sha256: digestOf(pictures[i]!),
          model: classifier.contract,
        }),
      );
      const { answer, binary } = inferResponse(classifier.contract, id, outputs, predictions);
      if (binary.length === 0) {
        sendJson(response, context, 200, answer);
        return;
      }
      const json = Buffer.from(JSON.stringify(answer));
      const headers = {
        'content-type': 'application/octet-stream',
        'cache-control': 'no-store',
        [JSON_BYTES_HEADER]: json.length,
      };
      send(response, context, 200, headers, Buffer.concat([json, ...binary]));
    },
  };
}

const digestOf = (picture: Picture) => ('data' in picture ? undefined : sha256Of(picture));

/** @throws RequestError content_type_unsupported */
function checkContentType(contentType: string | undefined): void {
  if (contentType === undefined) return;
  const type = mediaTypeOf(contentType);
  if (type === 'application/json' || type === 'application/octet-stream' || type?.startsWith('image/'))
    return;
  throw contentTypeUnsupported(
    'Send JSON as application/json, with binary tensors after it as application/octet-stream, or a bare photo.',
    'application/json, application/octet-stream, image/*',
  );
}

/** @throws RequestError inference_request_invalid, file_empty */
function requestOf({ headers }: IncomingMessage, body: Buffer): InferRequest {
  const jsonBytes = jsonBytesOf(headers[JSON_BYTES_HEADER]);
  if (jsonBytes === 0) {
    if (body.length === 0) throw new RequestError('file_empty', 'The photo has no bytes.');
    // Binary is what the extension says of a body without JSON, which could ask for something else.
    const asBinary = !headers.accept?.includes('application/json');
    return { id: undefined, pictures: [body], outputs: allOutputs(asBinary) };
  }
  if (jsonBytes === undefined && mediaTypeOf(headers['content-type'])?.startsWith('image/')) {
    throw invalidRequest('A bare photo needs the header Inference-Header-Content-Length with the value 0.');
  }
  return readInferRequest(body, jsonBytes);
}

function jsonBytesOf(value: string | string[] | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^\d{1,10}$/.test(value)) return Number(value);
  throw invalidRequest('Inference-Header-Content-Length must be the number of bytes of the JSON.');
}

/** @throws RequestError of the first photo that cannot be classified, with its place in the batch */
async function classifyAll(classifier: Classifier, pictures: readonly Picture[]): Promise<Prediction[]> {
  const outcomes = await Promise.allSettled(
    pictures.map((picture) =>
      'data' in picture ? classifier.classifyPixels(picture) : classifier.classify(picture),
    ),
  );
  return outcomes.map((outcome, i) => {
    if (outcome.status === 'fulfilled') return outcome.value;
    const { reason } = outcome;
    if (!(reason instanceof RequestError) || pictures.length === 1) throw reason;
    throw new RequestError(reason.code, `Photo ${i + 1} of ${pictures.length}: ${reason.message}`, {
      cause: reason.cause,
    });
  });
}
