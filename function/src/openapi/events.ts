import {
  binary,
  bodyErrors,
  json,
  object,
  photoErrors,
  photoOperation,
  problems,
  ref,
  response,
  string,
  tags,
  text,
  urlErrors,
} from './parts.ts';
import sample from './sample-answers.json' with { type: 'json' };

const photoUrl = { url: 'https://photos.example.com/chelsea.png' };
const event = {
  specversion: '1.0',
  id: sample.requestId,
  source: '/photos',
  type: 'photo.uploaded',
  subject: 'chelsea.png',
  data: photoUrl,
};

const header = (attribute: Exclude<keyof typeof event, 'data'>, description: string) => ({
  name: `ce-${attribute}`,
  in: 'header',
  description,
  example: event[attribute],
  ...text,
});

export const eventsPath = photoOperation(
  {
    operationId: 'classifyEvent',
    tags: [tags.events],
    summary: 'Classify the photo of a CloudEvent',
    description:
      'CloudEvents 1.0 in binary or structured mode. The data is the photo, or JSON as `{"url": "https://..."}` where ' +
      'the service is allowed to fetch from that host. The answer is an event of type `cats-vs-dogs.prediction` in ' +
      'binary mode, so that a Knative Broker takes it for a reply.',
    parameters: [
      header('specversion', '1.0; in binary mode, as the others.'),
      header('id', 'Required in binary mode.'),
      header('source', 'Required in binary mode.'),
      header('type', 'Required in binary mode; any but `cats-vs-dogs.prediction`.'),
      header('subject', 'Becomes that of the answer.'),
    ],
  },
  {
    'image/*': binary,
    'application/octet-stream': binary,
    ...json(ref('PhotoUrl'), photoUrl),
    'application/cloudevents+json': { schema: ref('CloudEvent'), example: event },
  },
  response('An event whose data is the answer of `/predict`', json(ref('Prediction'), sample.prediction), {
    'ce-id': { description: 'The same for the same event and model.', ...text },
    'ce-source': text,
    'ce-type': { schema: { const: 'cats-vs-dogs.prediction' } },
    'ce-specversion': { schema: { const: '1.0' } },
    'ce-time': text,
    'ce-subject': text,
    'ce-causationid': { description: 'The id of the event that was judged.', ...text },
  }),
  problems([...bodyErrors, ...photoErrors, 'event_malformed', 'event_unexpected', ...urlErrors]),
);

// Null is an attribute that is not set.
const optional = { type: ['string', 'null'] };
const notEmpty = { ...string, minLength: 1 };

export const eventSchemas = {
  PhotoUrl: object({ url: { ...string, format: 'uri', maxLength: 4096 } }),
  CloudEvent: object(
    {
      specversion: { const: '1.0' },
      id: notEmpty,
      source: { ...notEmpty, format: 'uri-reference' },
      type: notEmpty,
      subject: optional,
      datacontenttype: optional,
      data: { anyOf: [ref('PhotoUrl'), { type: 'null' }] },
      data_base64: { ...optional, contentEncoding: 'base64', description: 'The photo.' },
    },
    ['subject', 'datacontenttype', 'data', 'data_base64'],
  ),
};
