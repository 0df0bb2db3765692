import type { ServerResponse } from 'node:http';
import type { Classifier } from '../model/classifier.ts';
import type { RequestContext } from '../request-context.ts';
import { sendJson } from '../respond.ts';
import { photoOf } from '../upload.ts';

const round4 = (value: number) => Math.round(value * 10_000) / 10_000;

/** POST /predict: judges the photo of the body. */
export async function predictRoute(
  classifier: Classifier,
  contentType: string | undefined,
  context: RequestContext,
  response: ServerResponse,
): Promise<void> {
  const photo = await photoOf(contentType, context.body);
  const { label, probability, probabilities, passes, decodeMs, inferenceMs } =
    await classifier.classify(photo);
  const confidence = round4(probability);
  context.prediction = { predictedClass: label, confidence, passes, decodeMs, inferenceMs };
  const { name, version } = classifier.contract;
  sendJson(response, context, 200, {
    prediction: label,
    probability,
    confidence,
    probabilities,
    inference_time_ms: Math.round(inferenceMs * 1000) / 1000,
    model: { name, version },
    request_id: context.id,
  });
}
