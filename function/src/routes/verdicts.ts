import { mediaTypeOf } from '../body/one-photo-form.ts';
import { contentTypeUnsupported } from '../errors.ts';
import { sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import type { Classifier } from '../model/classifier.ts';
import { MAX_BODY_BYTES, readVerdicts } from '../verdicts/verdict.ts';
import type { Verdicts } from '../verdicts/verdicts.ts';

const NDJSON = 'application/x-ndjson';

/** POST /verdicts: takes what people said of photos, all of them or, where one is wrong, none. */
export function verdictsRoute(ready: () => Classifier, verdicts: Verdicts): Route {
  return {
    maxBodyBytes: MAX_BODY_BYTES,
    checkContentType(contentType) {
      ready();
      if (['application/json', NDJSON].includes(mediaTypeOf(contentType) ?? '')) return;
      const detail = 'Send one verdict or a list of them as application/json, or one on each line as';
      throw contentTypeUnsupported(`${detail} ${NDJSON}.`, `application/json, ${NDJSON}`);
    },
    async handle(request, response, context) {
      const isLines = mediaTypeOf(request.headers['content-type']) === NDJSON;
      const given = readVerdicts(context.body, isLines);
      const { contract } = ready();
      sendJson(response, context, 200, await verdicts.take(given, { contract, request: context }));
    },
  };
}
