import {
  arrayOf,
  binary,
  bodyErrors,
  closed,
  formErrors,
  json,
  photoOperation,
  problems,
  ref,
  response,
  string,
  tags,
} from './parts.ts';
import sample from './sample-answers.json' with { type: 'json' };

/** Of a batch: how many photos it may have, and how many bytes with all that stands around them. */
export type BatchLimits = { photos: number; bytes: number };

/** @param limits for clients, which split what is more */
export const batchPath = (limits?: BatchLimits) =>
  photoOperation(
    {
      operationId: 'predictBatch',
      tags: [tags.photos],
      summary: 'Classify many photos',
      description:
        'Each photo in a field `file`. It gets an answer as of `/predict`, or an error of its own with the codes of ' +
        '`/predict`; the results are in the order of the photos. With `Accept: application/x-ndjson` each is a line, ' +
        'sent as soon as it and all before it are there and the form has arrived. An error of the form itself, as too ' +
        'many photos or another field, fails the whole request.',
      ...(limits && { 'x-limits': limits }),
    },
    { 'multipart/form-data': { schema: closed({ file: { ...arrayOf(binary.schema), minItems: 1 } }) } },
    response('A result for each photo', {
      ...json(ref('BatchResults'), sample.batch),
      'application/x-ndjson': {
        schema: { ...string, description: 'A `BatchResult` on each line.' },
        example: sample.batch.results.map((result) => `${JSON.stringify(result)}\n`).join(''),
      },
    }),
    problems([...bodyErrors, ...formErrors, 'files_too_many']),
  );

const ofPhoto = {
  index: { type: 'integer', minimum: 0, description: 'The place of the photo in the form.' },
  filename: { ...string, description: 'As it was sent, without folders; empty if there was none.' },
};

/** @param prediction the properties of the answer of `/predict`; @param optional those that may be absent */
export const batchSchemas = (prediction: Record<string, object>, optional: readonly string[]) => ({
  BatchResults: closed({ results: arrayOf(ref('BatchResult')) }),
  BatchResult: { oneOf: [ref('BatchPrediction'), ref('BatchError')] },
  BatchPrediction: closed({ ...ofPhoto, ...prediction }, optional),
  BatchError: closed({ ...ofPhoto, error: ref('Problem') }),
});
