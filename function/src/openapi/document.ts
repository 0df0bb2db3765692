import { type ErrorCode, errors } from '../errors.ts';
import { batchOperation, batchSchemas } from './batch.ts';
import { eventSchemas, eventsOperation } from './events.ts';
import { label, modelFacts, probability, sha256 } from './model.ts';
import {
  alwaysErrors,
  bodyErrors,
  formErrors,
  json,
  optionalKey,
  photoErrors,
  problems,
  ref,
  requestIdHeader,
  securitySchemes,
} from './parts.ts';
import { v2Paths, v2Schemas } from './v2.ts';

/** Of the two operations that judge one photo. */
const predictErrors: ErrorCode[] = [
  ...bodyErrors,
  ...formErrors,
  ...photoErrors,
  'file_duplicated',
  'explanation_unavailable',
];

function get(summary: string, ok: object, more: ErrorCode[] = []) {
  return {
    summary,
    responses: { '200': { headers: requestIdHeader, ...ok }, ...problems([...alwaysErrors, ...more]) },
  };
}

const text = (description: string, type: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
});

const photoBody = { schema: { type: 'string', format: 'binary' } };

/** The OpenAPI 3.1 description of this service. */
export function openApiDocument(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'cats-vs-dogs',
      version,
      description:
        'Tells cats from dogs in a photo. Errors are RFC 9457 problem details with a stable `code`.',
    },
    paths: {
      '/': {
        get: get('What this service is, or the page for people', {
          description: 'Service info; for who prefers HTML, the page',
          content: { ...json(ref('Info')), 'text/html': { schema: { type: 'string' } } },
        }),
      },
      '/predict': { post: predictOperation },
      '/explain': { post: explainOperation },
      '/model': { get: modelOperation },
      '/predict/batch': { post: batchOperation },
      '/events': { post: eventsOperation },
      '/health': {
        get: get('Whether the process is alive', { description: 'It is', content: json(ref('Health')) }),
      },
      '/ready': {
        get: get(
          'Whether a real prediction was made and came out right',
          { description: 'It was', content: json(ref('Ready')) },
          ['not_ready'],
        ),
      },
      '/metrics': {
        get: get(
          'Metrics for Prometheus, which asks each pod itself',
          text('The text format', 'text/plain'),
          ['not_found'],
        ),
      },
      '/openapi.json': {
        get: get('This document', { description: 'OpenAPI 3.1', content: json({ type: 'object' }) }),
      },
      '/docs': { get: get('This page', text('Swagger UI', 'text/html')) },
      ...v2Paths,
    },
    components: {
      securitySchemes,
      schemas: { ...schemas, ...batchSchemas(schemas.Prediction), ...eventSchemas, ...v2Schemas },
    },
  };
}

const photoRequest = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        additionalProperties: false,
        properties: { file: { type: 'string', format: 'binary' } },
      },
    },
    'image/*': photoBody,
    'application/octet-stream': photoBody,
  },
};

const predictionHeaders = {
  ...requestIdHeader,
  'Server-Timing': {
    description: 'Milliseconds of `receive`, `decode` and `inference`.',
    schema: { type: 'string' },
  },
};

const predictOperation = {
  summary: 'Judges a photo',
  security: optionalKey,
  description:
    'JPEG, PNG, WebP, GIF, AVIF or TIFF; the format is told by content. Of an animation the first frame counts.',
  parameters: [
    {
      name: 'explain',
      in: 'query',
      description:
        'Whether to say where in the photo the reason lies. The answer is then that of the last pass, whatever the ' +
        'first one is sure of.',
      schema: { type: 'boolean', default: false },
    },
  ],
  requestBody: photoRequest,
  responses: {
    '200': { description: 'The answer', headers: predictionHeaders, content: json(ref('Prediction')) },
    ...problems([...predictErrors, 'query_invalid']),
  },
};

const picture = { schema: { type: 'string', format: 'binary' } };

const explainOperation = {
  summary: 'Shows where in a photo the reason for the answer lies',
  security: optionalKey,
  description:
    'By Accept: the photo with a heat map over it, as PNG or WebP of at most 768 pixels a side, or the answer of ' +
    '`POST /predict?explain=true`.',
  requestBody: photoRequest,
  responses: {
    '200': {
      description: 'The photo with the heat map, or the answer with the map',
      headers: predictionHeaders,
      content: { 'image/png': picture, 'image/webp': picture, ...json(ref('Prediction')) },
    },
    ...problems([...predictErrors, 'not_acceptable']),
  },
};

const modelOperation = {
  summary: 'What is known of the model that answers',
  description: 'As JSON, or the model card as Markdown, by Accept.',
  responses: {
    '200': {
      description: 'Its figures, thresholds and origin',
      headers: { ...requestIdHeader, ETag: { schema: { type: 'string' } } },
      content: { ...json(ref('ModelFacts')), 'text/markdown': { schema: { type: 'string' } } },
    },
    '304': { description: 'What has the ETag that If-None-Match names', headers: requestIdHeader },
    ...problems([...alwaysErrors, 'not_ready', 'not_acceptable']),
  },
};

const model = {
  type: 'object',
  required: ['name', 'version'],
  properties: { name: { type: 'string' }, version: { type: 'string' } },
  additionalProperties: false,
};

const schemas = {
  Prediction: {
    type: 'object',
    required: [
      'prediction',
      'probability',
      'confidence',
      'probabilities',
      'is_pet',
      'pet_score',
      'needs_review',
      'photo_sha256',
      'inference_time_ms',
      'model',
      'request_id',
    ],
    additionalProperties: false,
    properties: {
      prediction: { ...label, description: 'The class with the highest probability.' },
      probability: { ...probability, description: 'Calibrated probability of the predicted class.' },
      confidence: {
        ...probability,
        description:
          '`probability` rounded to four decimals, under the name that clients of the former API read.',
      },
      probabilities: {
        type: 'object',
        description: 'Calibrated probability of each class; they add up to 1.',
        required: ['cat', 'dog'],
        properties: { cat: probability, dog: probability },
        additionalProperties: false,
      },
      is_pet: {
        type: 'boolean',
        description:
          'Whether the photo shows a cat or a dog at all: its pet score reaches the threshold that was chosen with ' +
          'the model. Of a photo without one, `prediction` still says what it is more like.',
      },
      pet_score: {
        ...probability,
        description:
          'How much the photo looks like a pet, from 0 to 1, rounded to four decimals after `is_pet` was decided.',
      },
      needs_review: {
        type: 'boolean',
        description:
          'Whether a person should look: `probability` is below the threshold that was chosen with the model.',
      },
      saliency: ref('Saliency'),
      photo_sha256: {
        ...sha256,
        description: 'SHA-256 of the file as it arrived: which photo was judged.',
      },
      inference_time_ms: {
        type: 'number',
        minimum: 0,
        description: 'Milliseconds that the model ran, all passes together; decoding is not part of it.',
      },
      model: ref('Model'),
      request_id: { type: 'string' },
    },
  },
  Saliency: {
    type: 'object',
    description: 'Where in the photo the reason lies; there where it was asked for.',
    required: ['width', 'height', 'values'],
    additionalProperties: false,
    properties: {
      width: { type: 'integer', minimum: 2 },
      height: { type: 'integer', minimum: 2 },
      values: {
        type: 'array',
        items: { type: 'number' },
        description:
          'Log odds for the predicted class around each point of a grid that covers the upright photo evenly, row by ' +
          'row from the top left.',
      },
    },
  },
  ModelFacts: modelFacts,
  Model: model,
  Info: {
    type: 'object',
    required: ['name', 'description', 'version', 'model', 'labels', 'links'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      description: { type: 'string' },
      version: { type: 'string' },
      model: { oneOf: [ref('Model'), { type: 'null' }] },
      labels: { type: 'array', items: label },
      links: { type: 'object', additionalProperties: { type: 'string' } },
    },
  },
  Health: {
    type: 'object',
    required: ['status'],
    additionalProperties: false,
    properties: { status: { const: 'alive' } },
  },
  Ready: {
    type: 'object',
    required: ['status', 'model'],
    additionalProperties: false,
    properties: { status: { const: 'ready' }, model: ref('Model') },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457 problem details.',
    required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
    additionalProperties: false,
    properties: {
      type: { type: 'string', pattern: '^urn:cats-vs-dogs:error:' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', description: 'What was wrong with this request, for people.' },
      code: { type: 'string', enum: Object.keys(errors), description: 'Stable, for programs.' },
      request_id: { type: 'string' },
    },
  },
};
