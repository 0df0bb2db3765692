import { answerOf } from '../answer.ts';
import type { Route } from '../app.ts';
import type { Classifier } from '../model/classifier.ts';
import { sendJson } from '../respond.ts';
import { bodyKindOf, photoOf } from '../upload.ts';

/** POST /predict: judges the photo of the body. */
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
      const prediction = await classifier.classify(photo);
      const answer = answerOf(prediction);
      const { label, isPet, needsReview, passes, decodeMs, inferenceMs, steps } = prediction;
      context.prediction = {
        predictedClass: label,
        confidence: answer.confidence,
        isPet,
        needsReview,
        passes,
        receivedMs,
        decodeMs,
        inferenceMs,
        steps,
      };
      const { name, version } = classifier.contract;
      sendJson(response, context, 200, {
        ...answer,
        inference_time_ms: Number(inferenceMs.toFixed(3)),
        model: { name, version },
        request_id: context.id,
      });
    },
  };
}
