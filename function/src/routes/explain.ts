import { preferredType } from '../accept.ts';
import type { Route } from '../app.ts';
import type { Classifier } from '../model/classifier.ts';
import { send, sendJson } from '../respond.ts';
import { bodyKindOf } from '../upload.ts';
import { judge } from './judge.ts';

/** POST /explain: where in the photo of the body the reason lies, as the photo with a heat map over it or as JSON. */
export function explainRoute(ready: () => Classifier): Route {
  return {
    checkContentType(contentType) {
      ready();
      bodyKindOf(contentType);
    },
    async handle(request, response, context) {
      const type = await preferredType(request, ['image/png', 'image/webp', 'application/json']);
      const { contract, limits } = ready();
      const { body, headers, explanation } = await judge(request, context, ready(), true);
      if (type === 'application/json') {
        sendJson(response, context, 200, body, headers);
        return;
      }
      const { overlay } = await import('../explain/overlay.ts');
      const { photo, saliency } = explanation!;
      const format = type === 'image/png' ? 'png' : 'webp';
      const picture = await overlay(photo, saliency, format, contract.preprocessing, limits);
      send(
        response,
        context,
        200,
        { 'content-type': type, 'cache-control': 'no-store', ...headers },
        picture,
      );
    },
  };
}
