import type { ErrorCode } from '../errors.ts';
import { bodyErrors, json, optionalKey, photoErrors, problems, ref, requestIdHeader } from './parts.ts';

const eventErrors: ErrorCode[] = [
  ...bodyErrors,
  ...photoErrors,
  'event_malformed',
  'event_unexpected',
  'url_refused',
  'photo_unavailable',
  'photo_unreachable',
];

const text = { schema: { type: 'string' } };
const header = (name: string, description: string) => ({ name, in: 'header', description, ...text });
const binaryPhoto = { schema: { type: 'string', format: 'binary' } };

export const eventsOperation = {
  summary: 'Judges the photo of a CloudEvent',
  security: optionalKey,
  description:
    'CloudEvents 1.0 in binary or structured mode. The data is the photo, or JSON as `{"url": "https://..."}` where ' +
    'the service is allowed to fetch from that host. The answer is an event of type `cats-vs-dogs.prediction` in ' +
    'binary mode, so that a Knative Broker takes it for a reply.',
  parameters: [
    header('ce-specversion', '1.0; in binary mode, as the others.'),
    header('ce-id', 'Required in binary mode.'),
    header('ce-source', 'Required in binary mode.'),
    header('ce-type', 'Required in binary mode; any but `cats-vs-dogs.prediction`.'),
    header('ce-subject', 'Becomes that of the answer.'),
  ],
  requestBody: {
    required: true,
    content: {
      'image/*': binaryPhoto,
      'application/octet-stream': binaryPhoto,
      ...json(ref('PhotoUrl')),
      'application/cloudevents+json': { schema: ref('CloudEvent') },
    },
  },
  responses: {
    '200': {
      description: 'An event whose data is the answer of `/predict`',
      headers: {
        ...requestIdHeader,
        'ce-id': { description: 'The same for the same event and model.', ...text },
        'ce-source': text,
        'ce-type': { schema: { const: 'cats-vs-dogs.prediction' } },
        'ce-specversion': { schema: { const: '1.0' } },
        'ce-time': text,
        'ce-subject': text,
        'ce-causationid': { description: 'The id of the event that was judged.', ...text },
      },
      content: json(ref('Prediction')),
    },
    ...problems(eventErrors),
  },
};

export const eventSchemas = {
  PhotoUrl: {
    type: 'object',
    required: ['url'],
    properties: { url: { type: 'string', format: 'uri', maxLength: 4096 } },
  },
  CloudEvent: {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type'],
    properties: {
      specversion: { const: '1.0' },
      id: { type: 'string', minLength: 1 },
      source: { type: 'string', minLength: 1, format: 'uri-reference' },
      type: { type: 'string', minLength: 1 },
      subject: { type: 'string' },
      datacontenttype: { type: 'string' },
      data: ref('PhotoUrl'),
      data_base64: { type: 'string', contentEncoding: 'base64', description: 'The photo.' },
    },
  },
};
