import { requireAcceptedType } from '../http/accept.ts';
import { createLargeAnswers } from '../http/large-answers.ts';
import { send, sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import type { Classifier } from '../model/classifier.ts';
import { classifyUpload, photoTypeCheck } from './classify-upload.ts';
import type { PhotoOfUrl } from './photo-of-url.ts';

// A picture takes up to 2 MB until its client has read it, and a client may read slowly.
const MAX_PICTURES = 8;

/** POST /explain: where in the photo of the body the reason lies, as the photo with a heat map over it or as JSON. */
export function explainRoute(ready: () => Classifier, photoOfUrl: PhotoOfUrl): Route {
  const asLargeAnswer = createLargeAnswers(MAX_PICTURES, 'Too many explanations are on their way.');
  return {
    checkContentType: photoTypeCheck(ready),
    async handle(request, response, context) {
      const type = await requireAcceptedType(request, ['image/png', 'image/webp', 'application/json']);
      const { contract, limits } = ready();
      if (type === 'application/json') {
        const { body, headers } = await classifyUpload(request, context, ready(), photoOfUrl, true);
        sendJson(response, context, 200, body, headers);
        return;
      }
      asLargeAnswer(request, response);
      const { headers, explanation } = await classifyUpload(request, context, ready(), photoOfUrl, true);
      const { overlay } = await import('../explain/overlay.ts');
      const { photo, saliency } = explanation!;
      const format = type === 'image/png' ? 'png' : 'webp';
      const picture = await overlay(photo, saliency, format, contract.preprocessing, limits.gate);
      const all = { 'content-type': type, 'cache-control': 'no-store', ...headers };
      send(response, context, 200, all, picture);
    },
  };
}
