import { describe, expect, it } from 'vitest';
import { currentOpenApi } from '../gates/openapi.ts';
import { breakingChanges, type OpenApi, type Schema } from '../openapi/compatibility.ts';

const released = currentOpenApi();

/** What the gate says of a change to the description. */
function after(change: (document: OpenApi, schemas: Record<string, Schema>) => void): string[] {
  const changed = structuredClone(released);
  change(changed, changed.components!.schemas!);
  return breakingChanges(released, changed);
}

const predict = (document: OpenApi) => document.paths['/predict']!.post!;
const form = (document: OpenApi) => predict(document).requestBody!.content['multipart/form-data']!.schema!;

describe('a change of the API is red when it', () => {
  it.each<[string, Parameters<typeof after>[0], string]>([
    ['removes a path', ({ paths }) => delete paths['/health'], 'GET /health is gone'],
    ['removes a method', ({ paths }) => delete paths['/predict']!.post, 'POST /predict is gone'],
    [
      'removes a field of an answer',
      (_, { Prediction }) => {
        delete Prediction!.properties!.confidence;
        Prediction!.required = Prediction!.required!.filter((name) => name !== 'confidence');
      },
      'POST /predict 200: confidence is no longer always there',
    ],
    [
      'lets a field of an answer be missing',
      (_, { Prediction }) => {
        Prediction!.required = Prediction!.required!.filter((name) => name !== 'is_pet');
      },
      'POST /predict 200: is_pet is no longer always there',
    ],
    [
      'changes the type of a field, deep inside',
      (_, { Prediction }) => {
        Prediction!.properties!.probabilities!.properties!.cat = { type: 'string' };
      },
      'POST /predict 200.probabilities.cat: was number, is string',
    ],
    [
      'requires another field of a request',
      (document) => {
        form(document).required!.push('token');
        form(document).properties!.token = { type: 'string' };
      },
      'POST /predict multipart/form-data: token is required now',
    ],
    [
      'refuses a field of a request',
      (document) => delete form(document).properties!.file,
      'POST /predict multipart/form-data: file is refused now',
    ],
    [
      'takes a type of body no more',
      (document) => delete predict(document).requestBody!.content['image/*'],
      'POST /predict: image/* is taken no more',
    ],
    [
      'requires a parameter',
      (document) => {
        predict(document).parameters = [{ name: 'key', in: 'query', required: true }];
      },
      'POST /predict: the query parameter key is required now',
    ],
    [
      'gives no 200 any more',
      (document) => delete predict(document).responses['200'],
      'the answer 200 is gone',
    ],
    [
      'answers in another type',
      (document) => {
        const answer = predict(document).responses['200']!;
        answer.content = { 'application/xml': answer.content!['application/json']! };
      },
      'POST /predict 200: application/json is given no more',
    ],
  ])('%s', (_, change, message) => expect(after(change).join('\n')).toContain(message));
});

describe('a change of the API is none of a client when it', () => {
  it.each<[string, Parameters<typeof after>[0]]>([
    ['changes nothing', () => {}],
    [
      'adds a path',
      ({ paths }) => {
        paths['/new'] = paths['/health']!;
      },
    ],
    [
      'adds a field to an answer',
      (_, { Prediction }) => {
        Prediction!.properties!.extra = { type: 'string' };
      },
    ],
    [
      'adds a code to the errors',
      (_, { Problem }) => void Problem!.properties!.code!.enum!.push('new_error'),
    ],
    [
      'adds an optional parameter',
      (document) => {
        predict(document).parameters!.push({ name: 'top', in: 'query' });
      },
    ],
    [
      'adds an optional field to a request',
      (document) => {
        form(document).properties!.note = { type: 'string' };
      },
    ],
    [
      'takes another type of body',
      (document) => {
        predict(document).requestBody!.content['image/bmp'] = {};
      },
    ],
    ['has an error less', (document) => delete predict(document).responses['503']],
  ])('%s', (_, change) => expect(after(change)).toEqual([]));
});
