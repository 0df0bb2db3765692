import { type ErrorCode, errors } from '../errors.ts';
import { type BatchLimits, batchPath, batchSchemas } from './batch.ts';
import { errorExamples } from './error-examples.ts';
import { eventSchemas, eventsPath } from './events.ts';
import { modelFacts } from './model.ts';
import {
  alwaysErrors,
  arrayOf,
  binary,
  bodyErrors,
  closed,
  formErrors,
  getOperation,
  json,
  label,
  object,
  photoErrors,
  photoOperation,
  probability,
  problems,
  ref,
  requestIdHeader,
  response,
  securitySchemes,
  sha256,
  string,
  tags,
  text,
  urlErrors,
} from './parts.ts';
import sample from './sample-answers.json' with { type: 'json' };
import { v2Paths, v2Schemas } from './v2.ts';
import { verdictSchemas, verdictsPath } from './verdicts.ts';

const get = (
  operationId: string,
  tag: 'service' | 'documentation',
  summary: string,
  [description, content]: [description: string, content: object],
  more: ErrorCode[] = [],
) =>
  getOperation(
    { operationId, tags: [tags[tag]], summary },
    response(description, content),
    problems([...alwaysErrors, ...more]),
  );

/** The types in which one photo comes. */
const onePhoto = {
  'multipart/form-data': { schema: closed({ file: binary.schema }) },
  'image/*': binary,
  'application/octet-stream': binary,
  'application/json': {
    schema: { anyOf: [ref('PhotoInJson'), ref('PhotoUrl')] },
    example: { url: 'https://photos.example.com/1.jpg' },
  },
};

/** Of the two operations that judge one photo. */
const predictErrors: ErrorCode[] = [
  ...bodyErrors,
  ...formErrors,
  ...photoErrors,
  ...urlErrors,
  'json_malformed',
  'file_duplicated',
  'explanation_unavailable',
];

const serverTiming = {
  'Server-Timing': { description: 'Milliseconds of `receive`, `decode` and `inference`.', ...text },
};

const predictPath = photoOperation(
  {
    operationId: 'predict',
    tags: [tags.photos],
    summary: 'Classify a photo',
    description:
      'JPEG, PNG, WebP, GIF, AVIF, HEIC or TIFF; the content decides the format. Of an animation the first frame counts. ' +
      'A URL is fetched only from hosts that the service allows.',
    parameters: [
      {
        name: 'explain',
        in: 'query',
        description:
          'Whether to say where in the photo the reason lies. The answer is the same; the last pass of the model, which ' +
          'makes the map, runs in any case.',
        schema: { type: 'boolean', default: false },
      },
    ],
  },
  onePhoto,
  response('The answer', json(ref('Prediction'), sample.prediction), serverTiming),
  problems([...predictErrors, 'query_invalid']),
);

const explainPath = photoOperation(
  {
    operationId: 'explain',
    tags: [tags.photos],
    summary: 'Show where in a photo the reason for the answer lies',
    description:
      'By Accept: the photo with a heat map over it, as PNG or WebP of at most 768 pixels a side, or the answer of ' +
      '`POST /predict?explain=true`.',
  },
  onePhoto,
  response(
    'The photo with the heat map, or the answer with the map',
    { 'image/png': binary, 'image/webp': binary, ...json(ref('Prediction'), sample.explanation) },
    serverTiming,
  ),
  problems([...predictErrors, 'not_acceptable']),
);

const modelPath = getOperation(
  {
    operationId: 'getModel',
    tags: [tags.service],
    summary: 'Get what is known of the model that answers',
    description: 'As JSON, or the model card as Markdown or as a page, by Accept.',
  },
  response(
    'Its figures, thresholds and origin',
    { ...json(ref('ModelFacts'), sample.model), 'text/markdown': text, 'text/html': text },
    { ETag: text },
  ),
  {
    '304': { description: 'What has the ETag that If-None-Match names', headers: requestIdHeader },
    ...problems([...alwaysErrors, 'not_ready', 'not_acceptable']),
  },
);

const prediction = {
  prediction: { ...label, description: 'The class with the highest probability.' },
  probability: { ...probability, description: 'Calibrated probability of the predicted class.' },
  confidence: {
    ...probability,
    description:
      '`probability` rounded to four decimals, under the name that clients of the former API read.',
  },
  probabilities: {
    ...closed({ cat: probability, dog: probability }),
    description: 'Calibrated probability of each class; they add up to 1.',
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
      'Whether a person should look: `probability` is below the threshold that was chosen with the model, or there is a ' +
      'warning.',
  },
  warnings: {
    ...arrayOf({ type: 'string', enum: ['damaged'] }),
    description:
      'Only there when something was wrong with the photo. `damaged`: parts of it could not be decoded.',
  },
  saliency: ref('Saliency'),
  photo_sha256: { ...sha256, description: 'SHA-256 of the file as it arrived: which photo was judged.' },
  inference_time_ms: {
    type: 'number',
    minimum: 0,
    description: 'Milliseconds that the model ran, all passes together; decoding is not part of it.',
  },
  model: ref('Model'),
  request_id: string,
};
const absentUnlessNeeded = ['saliency', 'warnings'];
const side = { type: 'integer', minimum: 2 };

const schemas = {
  Prediction: closed(prediction, absentUnlessNeeded),
  Saliency: {
    ...closed({
      width: side,
      height: side,
      values: {
        ...arrayOf({ type: 'number' }),
        description:
          'Log odds for the predicted class around each point of a grid that covers the upright photo evenly, row by ' +
          'row from the top left.',
      },
    }),
    description: 'Where in the photo the reason lies; there where it was asked for.',
  },
  ModelFacts: modelFacts,
  Model: closed({ name: string, version: string }),
  Info: closed({
    name: string,
    description: string,
    version: string,
    model: { oneOf: [ref('Model'), { type: 'null' }] },
    labels: arrayOf(label),
    links: { type: 'object', additionalProperties: string },
  }),
  Health: closed({ status: { const: 'alive' } }),
  Ready: closed({ status: { const: 'ready' }, model: ref('Model') }),
  Problem: {
    ...closed(
      {
        type: { type: 'string', pattern: '^urn:cats-vs-dogs:error:' },
        title: string,
        status: { type: 'integer', minimum: 400, maximum: 599 },
        detail: { type: 'string', description: 'What was wrong with this request, for people.' },
        code: { type: 'string', enum: Object.keys(errors), description: 'Stable, for programs.' },
        request_id: string,
        errors: {
          ...arrayOf(closed({ row: { type: 'integer', minimum: 1 }, detail: string })),
          description: 'What was wrong with rows of the body, where it has rows; the first 50.',
        },
      },
      ['errors'],
    ),
    description: 'RFC 9457 problem details.',
  },
  ...batchSchemas(prediction, absentUnlessNeeded),
  PhotoInJson: object({
    image_base64: {
      ...string,
      description:
        'The photo in base64, or as a data URL. For large photos prefer a body of bytes: it is a quarter smaller.',
    },
  }),
  ...eventSchemas,
  ...verdictSchemas,
  ...v2Schemas,
};

/** The OpenAPI 3.1 description of this service. @param batch the limits of a batch, which its variables set */
export function openApiDocument(version: string, batch?: BatchLimits) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'cats-vs-dogs',
      version,
      description:
        'Tells cats from dogs in a photo. Errors are RFC 9457 problem details with a stable `code`.',
    },
    tags: Object.values(tags).map((name) => ({ name })),
    paths: {
      '/': get('getInfo', 'service', 'Get what this service is, or the page for people', [
        'Service info; for clients that prefer HTML, the page',
        { ...json(ref('Info'), sample.info), 'text/html': text },
      ]),
      '/predict': predictPath,
      '/explain': explainPath,
      '/model': modelPath,
      '/predict/batch': batchPath(batch),
      '/events': eventsPath,
      '/verdicts': verdictsPath,
      '/health': get('getHealth', 'service', 'Check that the process is alive', [
        'It is',
        json(ref('Health'), { status: 'alive' }),
      ]),
      '/ready': get(
        'getReady',
        'service',
        'Check that a real prediction was made and came out right',
        ['It was', json(ref('Ready'), sample.ready)],
        ['not_ready'],
      ),
      '/metrics': get(
        'getMetrics',
        'service',
        'Get metrics for Prometheus, which asks each pod itself',
        ['The text format', { 'text/plain': { ...text, example: sample.metrics } }],
        ['not_found'],
      ),
      '/openapi.json': get('getOpenApi', 'documentation', 'Get this document', [
        'OpenAPI 3.1',
        json({ type: 'object' }),
      ]),
      '/docs': get('getDocs', 'documentation', 'Get this page', ['Swagger UI', { 'text/html': text }]),
      ...v2Paths,
    },
    components: { securitySchemes, schemas, examples: errorExamples() },
  };
}
