import type { ErrorCode } from '../errors.ts';
import { bodyErrors, formErrors, json, optionalKey, problems, ref, requestIdHeader } from './parts.ts';

const batchErrors: ErrorCode[] = [...bodyErrors, ...formErrors, 'files_too_many'];

export const batchOperation = {
  summary: 'Judges many photos',
  security: optionalKey,
  description:
    'Each photo in a field `file`. It gets an answer as of `/predict`, or an error of its own with the codes of ' +
    '`/predict`; the results are in the order of the photos. With `Accept: application/x-ndjson` each is a line, ' +
    'sent as soon as it and all before it are there and the form has arrived. An error of the form itself, as too ' +
    'many photos or another field, fails the whole request.',
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          additionalProperties: false,
          properties: { file: { type: 'array', minItems: 1, items: { type: 'string', format: 'binary' } } },
        },
      },
    },
  },
  responses: {
    '200': {
      description: 'A result for each photo',
      headers: requestIdHeader,
      content: {
        ...json(ref('BatchResults')),
        'application/x-ndjson': { schema: { type: 'string', description: 'A `BatchResult` on each line.' } },
      },
    },
    ...problems(batchErrors),
  },
};

const ofPhoto = {
  index: { type: 'integer', minimum: 0, description: 'The place of the photo in the form.' },
  filename: { type: 'string', description: 'As it was sent, without folders; empty if there was none.' },
};

type ObjectSchema = { required: readonly string[]; properties: object };

/** @param prediction the schema of the answer of `/predict` */
export const batchSchemas = (prediction: ObjectSchema) => ({
  BatchResults: {
    type: 'object',
    required: ['results'],
    additionalProperties: false,
    properties: { results: { type: 'array', items: ref('BatchResult') } },
  },
  BatchResult: { oneOf: [ref('BatchPrediction'), ref('BatchError')] },
  BatchPrediction: {
    ...prediction,
    required: ['index', 'filename', ...prediction.required],
    properties: { ...ofPhoto, ...prediction.properties },
  },
  BatchError: {
    type: 'object',
    required: ['index', 'filename', 'error'],
    additionalProperties: false,
    properties: { ...ofPhoto, error: ref('Problem') },
  },
});
