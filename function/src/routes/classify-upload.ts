import type { IncomingMessage } from 'node:http';
import { bodyKindOf, photoOf } from '../body/one-photo-form.ts';
import { photoInJson } from '../body/one-photo-json.ts';
import { RequestError } from '../errors.ts';
import type { RequestContext } from '../http/request-context.ts';
import { classifiedPhotoOf, predictionAnswerOf } from '../model/answer.ts';
import type { Classifier } from '../model/classifier.ts';
import type { Prediction, Saliency } from '../model/prediction.ts';
import type { PhotoOfUrl } from './photo-of-url.ts';

/** Refuses another Content-Type than that of a photo, and every request while the model is not loaded. */
export const photoTypeCheck = (ready: () => Classifier) => (contentType: string | undefined) => {
  ready();
  bodyKindOf(contentType);
};

/**
 * Classifies the photo of a request whose body has arrived, and keeps the answer for log and metrics.
 * @returns the answer as JSON and headers, and the explanation where one was wanted
 * @throws RequestError what is wrong with the photo, or explanation_unavailable
 */
export async function classifyUpload(
  request: IncomingMessage,
  context: RequestContext,
  classifier: Classifier,
  photoOfUrl: PhotoOfUrl,
  explains: boolean,
) {
  const photo = await photoIn(request.headers['content-type'], context, photoOfUrl);
  const receivedMs = performance.now() - context.startedAtMs;
  const explanation = explains ? await classifier.explain(photo) : undefined;
  const prediction = explanation?.prediction ?? (await classifier.classify(photo));
  const answer = predictionAnswerOf(photo, prediction, classifier.contract, context.id);
  context.predictions.push(classifiedPhotoOf(prediction, receivedMs, answer));
  const body = {
    ...answer,
    ...(explanation && { saliency: saliencyOf(explanation.saliency) }),
  };
  return { body, headers: { 'server-timing': serverTiming(receivedMs, prediction) }, explanation };
}

/** @throws RequestError what is wrong with the body, or file_empty */
async function photoIn(contentType: string | undefined, context: RequestContext, photoOfUrl: PhotoOfUrl) {
  const photo =
    bodyKindOf(contentType) === 'json'
      ? await photoOfJson(context, photoOfUrl)
      : await photoOf(contentType, context.body);
  if (photo.length === 0) throw new RequestError('file_empty', 'The file has no bytes.');
  return photo;
}

async function photoOfJson(context: RequestContext, photoOfUrl: PhotoOfUrl): Promise<Buffer> {
  const photo = photoInJson(context.body);
  return 'bytes' in photo ? photo.bytes : photoOfUrl(photo.url, context);
}

function saliencyOf({ width, height, values }: Saliency) {
  return { width, height, values: Array.from(values, (value) => Math.round(value * 1000) / 1000) };
}

/** Server-Timing (W3C): the parts of the time, for the developer's tools of a browser. */
function serverTiming(receivedMs: number, { decodeMs, inferenceMs }: Prediction): string {
  const [receive, decode, inference] = [receivedMs, decodeMs, inferenceMs].map((ms) => ms.toFixed(2));
  return `receive;dur=${receive}, decode;dur=${decode}, inference;dur=${inference}`;
}
