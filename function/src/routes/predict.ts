import { judgedPhotoOf, predictionAnswerOf } from '../answer.ts';
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
      context.predictions.push(judgedPhotoOf(prediction, receivedMs));
      sendJson(response, context, 200, predictionAnswerOf(prediction, classifier.contract, context.id));
    },
  };
}
