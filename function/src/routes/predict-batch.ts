import { createBatch } from '../batch/batch-classification.ts';
import { receiveBody } from '../body/body.ts';
import type { BodyMemory } from '../body/body-memory.ts';
import { PhotoForm } from '../body/many-photos-form.ts';
import { bodyKindOf } from '../body/one-photo-form.ts';
import type { Config } from '../config.ts';
import { contentTypeUnsupported } from '../errors.ts';
import { acceptedType } from '../http/accept.ts';
import { beginLines, sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import type { Classifier } from '../model/classifier.ts';
import type { Metrics } from '../telemetry/metrics.ts';

const NDJSON = 'application/x-ndjson';

type BatchParts = { config: Config; memory: BodyMemory; metrics: Metrics };

/** POST /predict/batch: classifies the photos of a form while it arrives; each photo gets its own answer or error. */
export function predictBatchRoute(ready: () => Classifier, { config, memory, metrics }: BatchParts): Route {
  return {
    maxBodyBytes: config.MAX_BATCH_BYTES,
    streamsBody: true,
    checkContentType(contentType) {
      ready();
      if (contentType !== undefined && bodyKindOf(contentType) === 'multipart') return;
      const detail = 'Send the photos as multipart/form-data, each in a field "file".';
      throw contentTypeUnsupported(detail, 'multipart/form-data');
    },
    async handle(request, response, context) {
      const { socket } = request;
      // A client that closes its side may still read, but mostly it has gone: too much work to find that out at its end.
      const onEnd = () => response.destroy();
      socket.once('end', onEnd);
      response.once('close', () => socket.off('end', onEnd));
      const batch = createBatch(ready(), context, metrics, () => response.destroyed);
      const form = new PhotoForm({
        contentType: request.headers['content-type']!,
        maxPhotos: config.MAX_BATCH_PHOTOS,
        maxPhotoBytes: config.MAX_UPLOAD_BYTES,
        memory,
        onPhoto: batch.take,
        room: batch.room,
      });
      try {
        const limits = { maxBytes: config.MAX_BATCH_BYTES, timeoutMs: config.BODY_TIMEOUT_MS };
        await receiveBody(request, form, limits);
        await form.end();
      } finally {
        form.release();
        context.bytesIn = form.length;
      }
      // Not before the last byte is in: Go's proxies, Knative's among them, cut off an upload whose answer has begun.
      if ((await acceptedType(request, ['application/json', NDJSON])) !== NDJSON) {
        sendJson(response, context, 200, { results: await Promise.all(batch.results) });
        return;
      }
      beginLines(response, context, NDJSON);
      for (const result of batch.results) response.write(`${JSON.stringify(await result)}\n`);
      response.end();
    },
  };
}
