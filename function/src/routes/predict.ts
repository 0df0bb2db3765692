import { queryFlag } from '../http/query.ts';
import { sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import type { Classifier } from '../model/classifier.ts';
import { classifyUpload, photoTypeCheck } from './classify-upload.ts';
import type { PhotoOfUrl } from './photo-of-url.ts';

/** POST /predict: classifies the photo of the body; ?explain=true adds where in the photo the reason lies. */
export function predictRoute(ready: () => Classifier, photoOfUrl: PhotoOfUrl): Route {
  return {
    checkContentType: photoTypeCheck(ready),
    async handle(request, response, context) {
      const explains = queryFlag(request, 'explain');
      const { body, headers } = await classifyUpload(request, context, ready(), photoOfUrl, explains);
      sendJson(response, context, 200, body, headers);
    },
  };
}
