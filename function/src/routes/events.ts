import { mediaTypeOf } from '../body/one-photo-form.ts';
import { contentTypeUnsupported, RequestError } from '../errors.ts';
import type { PhotoEvent } from '../events/event-in.ts';
import type { RequestContext } from '../http/request-context.ts';
import { sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import { classifiedPhotoOf, predictionAnswerOf } from '../model/answer.ts';
import type { Classifier } from '../model/classifier.ts';
import type { PhotoOfUrl } from './photo-of-url.ts';

const ACCEPTED_TYPE = /^(image\/.+|application\/(octet-stream|json|cloudevents\+json))$/;

/**
 * POST /events: classifies the photo of a CloudEvent and answers with another one.
 *
 * It uses the CloudEvents SDK, but not the signature type `cloudevent` of functions-framework: see docs/events.md.
 */
export function eventsRoute(ready: () => Classifier, photoOfUrl: PhotoOfUrl): Route {
  return {
    checkContentType(contentType) {
      ready();
      if (contentType === undefined || ACCEPTED_TYPE.test(mediaTypeOf(contentType) ?? '')) return;
      throw contentTypeUnsupported(
        'Send one CloudEvent: a photo in binary mode, JSON with its URL, or application/cloudevents+json.',
        'image/*, application/octet-stream, application/json, application/cloudevents+json',
      );
    },
    async handle(request, response, context) {
      const classifier = ready();
      // Loaded with the first event: most functions never get one.
      const [{ readEvent }, { PREDICTION_TYPE, predictionEventHeaders }] = await Promise.all([
        import('../events/event-in.ts'),
        import('../events/event-out.ts'),
      ]);
      const event = readEvent(request.headers, context.body);
      if (event.type === PREDICTION_TYPE) {
        const detail = `Events of type ${PREDICTION_TYPE} are this function's own answers: leave them out of its Trigger.`;
        throw new RequestError('event_unexpected', detail);
      }
      const answer = await classifyEvent(event, classifier, context);
      sendJson(response, context, 200, answer, predictionEventHeaders(event, answer));
    },
  };

  async function classifyEvent({ photo }: PhotoEvent, classifier: Classifier, context: RequestContext) {
    const bytes = 'bytes' in photo ? photo.bytes : await photoOfUrl(photo.url, context);
    if (bytes.length === 0) throw new RequestError('file_empty', 'The photo has no bytes.');
    const receivedMs = performance.now() - context.startedAtMs;
    const prediction = await classifier.classify(bytes);
    const answer = predictionAnswerOf(bytes, prediction, classifier.contract, context.id);
    context.predictions.push(classifiedPhotoOf(prediction, receivedMs, answer));
    return answer;
  }
}
