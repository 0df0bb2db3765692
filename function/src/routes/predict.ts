import type { Route } from '../app.ts';
import type { Classifier } from '../model/classifier.ts';
import { sendJson } from '../respond.ts';
import { bodyKindOf, photoOf } from '../upload.ts';

const round = (value: number, digits: number) => Number(value.toFixed(digits));

/**
 * POST /predict: judges the photo of the body. `probability` is the calibrated probability of the predicted class;
 * `confidence` is the same number rounded to four digits, under the name that clients of the former API read.
 */
export function predictRoute(ready: () => Classifier): Route {
  return {
    checkContentType(contentType) {
      ready();
      bodyKindOf(contentType);
    },
    async handle(request, response, context) {
      const classifier = ready();
      const photo = await photoOf(request.headers['content-type'], context.body);
      const receivedMs = performance.now() - context.startedAtMs;
      const { label, probability, probabilities, passes, decodeMs, inferenceMs } =
        await classifier.classify(photo);
      const confidence = round(probability, 4);
      context.prediction = { predictedClass: label, confidence, passes, receivedMs, decodeMs, inferenceMs };
      const { name, version } = classifier.contract;
      sendJson(response, context, 200, {
        prediction: label,
        probability,
        confidence,
        probabilities,
        inference_time_ms: round(inferenceMs, 3),
        model: { name, version },
        request_id: context.id,
      });
    },
  };
}
