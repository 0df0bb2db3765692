import { describe, expect, it } from 'vitest';
import { currentOpenApi, OPEN_ENUMERATIONS } from '../gates/openapi.ts';
import { breakingChanges } from '../openapi/compatibility.ts';

/** Of what the tests change. */
interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  enum?: unknown[];
  items?: Schema;
  oneOf?: Schema[];
  additionalProperties?: boolean | Schema;
}

interface Part {
  [key: string]: unknown;
  content?: Record<string, { schema?: Schema }>;
  headers?: Record<string, { required?: boolean; schema: Schema }>;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
  explode?: boolean;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: Part;
  responses: Record<string, Part>;
  security?: object[];
  callbacks?: object;
}

interface Document {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses?: Record<string, Part>;
    securitySchemes: Record<string, Record<string, unknown>>;
  };
  servers?: object[];
}

type Change = (document: Document, schemas: Record<string, Schema>) => void;

const released = currentOpenApi() as Document;

/** What the gate says of a change to the description; `before` is applied to both sides. */
function after(change: Change, before: Change = () => {}): string[] {
  const old = structuredClone(released);
  before(old, old.components.schemas);
  const changed = structuredClone(old);
  change(changed, changed.components.schemas);
  return breakingChanges(old, changed, OPEN_ENUMERATIONS);
}

const predict = (document: Document) => document.paths['/predict']!.post!;
const answer = (document: Document) => predict(document).responses['200']!;
const form = (document: Document) => predict(document).requestBody!.content!['multipart/form-data']!.schema!;
const explain = (document: Document) => predict(document).parameters![0]!;

/** A request with lists, numbers and strings. */
const INFER = 'POST /v2/models/{model_name}/infer, request, application/json';
const input = ({ V2InferRequest }: Record<string, Schema>) => V2InferRequest!.properties!.inputs!.items!;
const inputField = (schemas: Record<string, Schema>, name: string) => input(schemas).properties![name]!;

const topParameter =
  (schema: Schema): Change =>
  (document) =>
    predict(document).parameters!.push({ name: 'top', in: 'query', schema });
const top = (document: Document) => predict(document).parameters!.at(-1)!.schema!;

/** A schema that refers to itself, in an answer and in a request. */
const tree: Change = (document, schemas) => {
  const children = { type: 'array', items: { $ref: '#/components/schemas/Tree' } };
  schemas.Tree = { type: 'object', properties: { name: { type: 'string' }, children } };
  schemas.Health!.properties!.tree = { $ref: '#/components/schemas/Tree' };
  form(document).properties!.tree = { $ref: '#/components/schemas/Tree' };
};

/** By name: the change, what the gate says of it, and what both sides have before it. */
type Case = [name: string, change: Change, message: string, before?: Change];

const ofOperations: Case[] = [
  ['removes a path', ({ paths }) => delete paths['/health'], 'GET /health: removed (#/paths/~1health/get)'],
  ['removes a method', ({ paths }) => delete paths['/predict']!.post, 'POST /predict: removed'],
  [
    'requires an API key',
    (document) => {
      predict(document).security = [{ bearer: [] }, { apiKey: [] }];
    },
    'POST /predict: requests with no credentials are no longer accepted',
  ],
  [
    'refuses one of the API keys',
    (document) => predict(document).security!.pop(),
    'POST /predict: requests with apiKey are no longer accepted',
    (document) => {
      predict(document).security = [{ bearer: [] }, { apiKey: [] }];
    },
  ],
  [
    'requires a key whose name starts as an extension',
    (document) => {
      predict(document).security = [{ 'x-key': [] }];
    },
    'POST /predict: requests with no credentials are no longer accepted',
  ],
  [
    'takes the API key from another header',
    ({ components }) => {
      components.securitySchemes.apiKey!.name = 'X-Key';
    },
    'security schemes: cannot judge a change of apiKey',
  ],
];

const ofParameters: Case[] = [
  [
    'removes a parameter',
    (document) => predict(document).parameters!.pop(),
    'POST /predict, query parameter explain: removed',
  ],
  [
    'adds a required parameter',
    (document) => predict(document).parameters!.push({ name: 'key', in: 'query', required: true }),
    'POST /predict, query parameter key: required now',
  ],
  [
    'requires a parameter that was optional',
    (document) => {
      explain(document).required = true;
    },
    'POST /predict, query parameter explain: required now',
  ],
  [
    'changes the type of a parameter',
    (document) => {
      explain(document).schema = { type: 'integer', default: false };
    },
    'POST /predict, query parameter explain: type is "integer", was "boolean" (#/paths/~1predict/post/parameters/0/schema)',
  ],
  [
    'changes the default of a parameter',
    (document) => {
      explain(document).schema!.default = true;
    },
    'POST /predict, query parameter explain: default is true, was false',
  ],
  [
    'changes how a list is written in a parameter',
    (document) => {
      predict(document).parameters!.at(-1)!.explode = false;
    },
    'POST /predict, query parameter top: cannot judge a change of explode',
    topParameter({ type: 'array' }),
  ],
  [
    'lowers the maximum of a parameter',
    (document) => {
      top(document).maximum = 10;
    },
    'POST /predict, query parameter top: maximum is 10, was 100',
    topParameter({ type: 'integer', maximum: 100 }),
  ],
  [
    'removes a value of an enumeration in a request',
    (document) => top(document).enum!.pop(),
    'POST /predict, query parameter top: enum is ["one"], was ["one","two"]',
    topParameter({ enum: ['one', 'two'] }),
  ],
];

const ofRequests: Case[] = [
  [
    'requires another field',
    (document) => {
      form(document).required!.push('token');
      form(document).properties!.token = { type: 'string' };
    },
    'POST /predict, request, multipart/form-data, field token: required now',
  ],
  [
    'refuses a field',
    (document) => delete form(document).properties!.file,
    'POST /predict, request, multipart/form-data, field file: not accepted',
  ],
  [
    'refuses all fields that it does not name',
    (_, { V2InferRequest }) => {
      V2InferRequest!.additionalProperties = false;
    },
    `${INFER}, field *: not accepted`,
  ],
  [
    'removes a media type',
    (document) => delete predict(document).requestBody!.content!['image/*'],
    'POST /predict, request, image/*: removed',
  ],
  [
    'narrows one type of a range of media types',
    (document) => {
      predict(document).requestBody!.content!['image/png'] = { schema: { type: 'string', maxLength: 9 } };
    },
    'POST /predict, request, image/png: maxLength is 9, was none',
  ],
  [
    'requires a body',
    (document) => {
      predict(document).requestBody!.required = true;
    },
    'POST /predict, request: required now',
    (document) => {
      predict(document).requestBody!.required = false;
    },
  ],
  [
    'removes a type of a list of types',
    (_, { V2InferRequest }) => {
      V2InferRequest!.properties!.parameters!.additionalProperties = { type: ['string', 'number'] };
    },
    `${INFER}, field parameters.*: type is ["string","number"], was ["string","number","boolean","null"]`,
  ],
  [
    'changes a constant',
    (_, { CloudEvent }) => {
      CloudEvent!.properties!.specversion!.const = '1.1';
    },
    'POST /events, request, application/cloudevents+json, field specversion: const is "1.1", was "1.0"',
  ],
  [
    'changes a schema that refers to itself',
    (_, { Tree }) => {
      Tree!.properties!.name!.maxLength = 5;
    },
    'POST /predict, request, multipart/form-data, field tree.name: maxLength is 5, was none',
    tree,
  ],
  ...Object.entries<[field: string, keyword: string, value: unknown, was?: string]>({
    'lowers a maximum': ['shape[]', 'maximum', 10, '1073741824'],
    'raises a minimum': ['shape[]', 'minimum', 2, '1'],
    'adds multipleOf': ['shape[]', 'multipleOf', 2],
    'adds maxLength': ['name', 'maxLength', 4],
    'adds minLength': ['name', 'minLength', 4],
    'adds a pattern': ['name', 'pattern', '^a'],
    'adds a format': ['name', 'format', 'uuid'],
    'adds contentEncoding': ['name', 'contentEncoding', 'base64'],
    'adds contentMediaType': ['name', 'contentMediaType', 'image/png'],
    'adds an enumeration': ['datatype', 'enum', ['UINT8']],
    'lowers maxItems': ['shape', 'maxItems', 3, '4'],
    'raises minItems': ['shape', 'minItems', 2, '1'],
    'adds uniqueItems': ['shape', 'uniqueItems', true],
    'adds maxProperties': ['parameters', 'maxProperties', 1],
    'adds minProperties': ['parameters', 'minProperties', 1],
  }).map(([name, [field, keyword, value, was = 'none']]): Case => {
    const change: Change = (_, schemas) => {
      const [first, list] = field.split('[');
      const schema = inputField(schemas, first!);
      Object.assign(list === undefined ? schema : schema.items!, { [keyword]: value });
    };
    const message = `${INFER}, field inputs[].${field}: ${keyword} is ${JSON.stringify(value)}, was ${was} (`;
    return [name, change, message];
  }),
  [
    'makes a limit exclusive',
    (_, schemas) => {
      inputField(schemas, 'shape').items!.exclusiveMinimum = 1;
    },
    'field inputs[].shape[]: exclusiveMinimum is 1, was none',
  ],
  [
    'limits the first items of a list',
    (_, schemas) => {
      inputField(schemas, 'shape').prefixItems = [{ maximum: 1 }];
    },
    `${INFER}, field inputs[].shape: cannot judge a change of prefixItems`,
  ],
];

const ofResponses: Case[] = [
  [
    'removes a field',
    (_, { Prediction }) => {
      delete Prediction!.properties!.confidence;
      Prediction!.required = Prediction!.required!.filter((name) => name !== 'confidence');
    },
    'POST /predict, response 200, application/json, field confidence: removed (#/components/schemas/Prediction, in 3 places)',
  ],
  [
    'removes an optional field',
    (_, { Prediction }) => delete Prediction!.properties!.saliency,
    'POST /predict, response 200, application/json, field saliency: removed',
  ],
  [
    'lets a field be missing',
    (_, { Prediction }) => {
      Prediction!.required = Prediction!.required!.filter((name) => name !== 'is_pet');
    },
    'POST /predict, response 200, application/json, field is_pet: no longer always present',
  ],
  [
    'changes the type of a field, deep inside',
    (_, { Prediction }) => {
      Prediction!.properties!.probabilities!.properties!.cat = { type: 'string' };
    },
    'POST /predict, response 200, application/json, field probabilities.cat: type is "string", was "number"',
  ],
  [
    'allows null for a field',
    (_, { Prediction }) => {
      Prediction!.properties!.is_pet!.type = ['boolean', 'null'];
    },
    'field is_pet: type is ["boolean","null"], was "boolean"',
  ],
  [
    'adds a value to an enumeration',
    (_, { Prediction }) => Prediction!.properties!.prediction!.enum!.push('fox'),
    'POST /predict, response 200, application/json, field prediction: enum is ["cat","dog","fox"], was ["cat","dog"]',
  ],
  [
    'changes a constant',
    (_, { Health }) => {
      Health!.properties!.status!.const = 'ok';
    },
    'GET /health, response 200, application/json, field status: const is "ok", was "alive"',
  ],
  [
    'raises a maximum',
    (_, { Prediction }) => {
      Prediction!.properties!.confidence!.maximum = 100;
    },
    'field confidence: maximum is 100, was 1',
  ],
  [
    'removes a pattern',
    (_, { Prediction }) => delete Prediction!.properties!.photo_sha256!.pattern,
    'field photo_sha256: pattern is none, was "^[0-9a-f]{64}$"',
  ],
  [
    'changes the values of a map',
    (_, { Info }) => {
      Info!.properties!.links!.additionalProperties = { type: 'integer' };
    },
    'GET /, response 200, application/json, field links.*: type is "integer", was "string"',
  ],
  [
    'adds an alternative',
    (_, { BatchResult }) => BatchResult!.oneOf!.push({ type: 'null' }),
    'POST /predict/batch, response 200, application/json, field results[]: no alternative for "null"',
  ],
  [
    'changes a field inside an alternative',
    (_, { BatchError }) => delete BatchError!.properties!.filename,
    'POST /predict/batch, response 200, application/json, field results[].filename: removed',
  ],
  [
    'changes a schema that refers to itself',
    (_, { Tree }) => delete Tree!.properties!.name,
    'GET /health, response 200, application/json, field tree.name: removed',
    tree,
  ],
  [
    'changes a schema that is called like a keyword, in a field that is called like an annotation',
    (_, { content }) => Object.assign(content!.properties!.title!, { type: 'integer' }),
    'GET /health, response 200, application/json, field about.title: type is "integer", was "string"',
    (document, schemas) => {
      // The schema comes before all references to it: the gate must not depend on the order.
      const { paths, components } = document;
      Reflect.deleteProperty(document, 'paths');
      document.paths = paths;
      const content = { type: 'object', properties: { title: { type: 'string' } } };
      components.schemas = { content, ...schemas };
      schemas.Health!.properties!.about = { $ref: '#/components/schemas/content' };
    },
  ],
  [
    'gives no 200 any more',
    (document) => delete predict(document).responses['200'],
    'POST /predict, response 200: removed',
  ],
  [
    'answers in another media type',
    (document) => {
      const { content } = answer(document);
      answer(document).content = { 'application/xml': content!['application/json']! };
    },
    'POST /predict, response 200, application/json: removed',
  ],
  [
    'has one media type less',
    ({ paths }) => delete paths['/explain']!.post!.responses['200']!.content!['image/webp'],
    'POST /explain, response 200, image/webp: removed',
  ],
  [
    'removes a header',
    (document) => delete answer(document).headers!['Server-Timing'],
    'POST /predict, response 200, header Server-Timing: removed',
  ],
  [
    'lets a header be missing',
    (document) => {
      answer(document).headers!['Server-Timing']!.required = false;
    },
    'POST /predict, response 200, header Server-Timing: no longer always present',
    (document) => {
      answer(document).headers!['Server-Timing']!.required = true;
    },
  ],
  [
    'has another 200 than what `default` was',
    (document) => {
      predict(document).responses['200'] = { content: {} };
    },
    'POST /predict, response 200, application/json: removed',
    (document) => {
      predict(document).responses = { default: answer(document) };
    },
  ],
];

const PLACE = `${INFER}, field inputs[].name: cannot judge`;
const nameKeywords =
  (added: Schema): Change =>
  (_, schemas) =>
    Object.assign(inputField(schemas, 'name'), added);

/** The gate says so instead of letting them pass. */
const notJudged: Case[] = [
  ['adds `not`', nameKeywords({ not: { const: 'x' } }), `${PLACE} a change of not`],
  ['adds `if`', nameKeywords({ if: {}, else: false }), `${PLACE} a change of if`],
  [
    'adds `contains`',
    (_, schemas) => Object.assign(inputField(schemas, 'shape'), { contains: { const: 3 } }),
    'field inputs[].shape: cannot judge a change of contains',
  ],
  [
    'adds `propertyNames`',
    (_, schemas) => Object.assign(input(schemas), { propertyNames: { maxLength: 9 } }),
    'field inputs[]: cannot judge a change of propertyNames',
  ],
  [
    'adds `dependentSchemas`',
    (_, schemas) => Object.assign(input(schemas), { dependentSchemas: { data: false } }),
    'field inputs[]: cannot judge a change of dependentSchemas',
  ],
  [
    'adds `dependentRequired`',
    (_, schemas) => Object.assign(input(schemas), { dependentRequired: { data: ['parameters'] } }),
    'field inputs[]: cannot judge a change of dependentRequired',
  ],
  [
    'adds `patternProperties`',
    (_, schemas) => Object.assign(input(schemas), { patternProperties: { '^x': false } }),
    'field inputs[]: cannot judge a change in a schema with patternProperties',
  ],
  [
    'adds `unevaluatedProperties`',
    (_, schemas) => Object.assign(input(schemas), { unevaluatedProperties: false }),
    'field inputs[]: cannot judge a change in a schema with unevaluatedProperties',
  ],
  [
    'adds `contentSchema`',
    nameKeywords({ contentSchema: { type: 'object' } }),
    `${PLACE} a change of contentSchema`,
  ],
  [
    'changes a schema inside `allOf`',
    (_, { One }) => Object.assign(One!, { maxLength: 5 }),
    `${PLACE} a change of allOf`,
    (_, schemas) => {
      schemas.One = { type: 'string' };
      inputField(schemas, 'name').allOf = [{ $ref: '#/components/schemas/One' }, { minLength: 1 }];
    },
  ],
  [
    'puts a constraint beside the `$ref` of a schema to which another refers',
    (_, { One }) => Object.assign(One!, { maxLength: 5 }),
    `${PLACE} a change of $ref`,
    (_, schemas) => {
      schemas.Two = { type: 'string' };
      schemas.One = { $ref: '#/components/schemas/Two' };
      input(schemas).properties!.name = { $ref: '#/components/schemas/One' };
    },
  ],
  [
    'puts a constraint beside `$ref`',
    nameKeywords({ maxLength: 5 }),
    `${PLACE} a change of $ref`,
    (_, schemas) => {
      schemas.One = { type: 'string' };
      input(schemas).properties!.name = { $ref: '#/components/schemas/One' };
    },
  ],
  [
    'adds an alternative to `oneOf` that may overlap with another',
    (_, schemas) => (inputField(schemas, 'name').oneOf as Schema[]).push({ type: 'string', minLength: 5 }),
    `${PLACE} a change of oneOf`,
    nameKeywords({ oneOf: [{ type: 'string', maxLength: 9 }] }),
  ],
  [
    'adds an overlapping alternative to a schema that has only `oneOf`',
    (_, schemas) => (inputField(schemas, 'name').oneOf as Schema[]).push({ type: 'string', minLength: 5 }),
    `${PLACE} a change of oneOf`,
    (_, schemas) => {
      input(schemas).properties!.name = { oneOf: [{ type: 'string', maxLength: 9 }] };
    },
  ],
  [
    'takes only a union that contains itself',
    (_, schemas) => {
      input(schemas).properties!.name = { $ref: '#/components/schemas/Loop' };
    },
    `${INFER}, field inputs[].name: no alternative for "string"`,
    (_, schemas) => {
      schemas.Loop = { oneOf: [{ $ref: '#/components/schemas/Loop' }, { type: 'null' }] };
    },
  ],
  [
    'keeps a dynamic reference, which may lead elsewhere now',
    () => {},
    `${PLACE} a change of $dynamicRef`,
    nameKeywords({ $dynamicRef: '#x' }),
  ],
  [
    'moves a path to another server',
    ({ paths }) => Object.assign(paths['/predict']!, { servers: [{ url: 'https://example.org' }] }),
    'all methods of /predict: cannot judge a change of servers',
  ],
  ['adds a keyword that the gate does not know', nameKeywords({ near: 1 }), `${PLACE} a change of near`],
  ['has a dynamic reference', nameKeywords({ $dynamicRef: '#x' }), `${PLACE} a change of $dynamicRef`],
  [
    'refers to nothing',
    (_, schemas) => {
      input(schemas).properties!.name = { $ref: '#/components/schemas/Gone' };
    },
    `${PLACE} a change of $ref`,
  ],
  [
    'refers to another document for a response',
    (document) => {
      predict(document).responses['200'] = { $ref: 'other.json#/ok' };
    },
    'POST /predict, response 200: cannot judge a change of $ref',
  ],
  [
    'moves to another server',
    (document) => {
      document.servers = [{ url: 'https://example.org/api' }];
    },
    'all operations: cannot judge a change of servers',
  ],
  [
    'changes a component to which only callbacks refer',
    (_, { One }) => Object.assign(One!, { maxLength: 5 }),
    'POST /predict: cannot judge a change of callbacks',
    (document, schemas) => {
      schemas.One = { type: 'string' };
      predict(document).callbacks = { done: { $ref: '#/components/schemas/One' } };
    },
  ],
];

describe.each<[string, Case[]]>([
  ['operations', ofOperations],
  ['parameters', ofParameters],
  ['requests', ofRequests],
  ['responses', ofResponses],
  ['what cannot be judged', notJudged],
])('%s: a change of the API is red when it', (_, cases) => {
  it.each(cases)('%s', (_name, change, message, before) => {
    expect(after(change, before).join('\n')).toContain(message);
  });
});

describe('a change of the API breaks no client when it', () => {
  it.each<[string, Change, Change?]>([
    ['changes nothing', () => {}],
    ['changes nothing about a schema that refers to itself', () => {}, tree],
    [
      'changes nothing about schemas with keywords that are not compared',
      () => {},
      (_, schemas) =>
        Object.assign(input(schemas), {
          allOf: [{ $ref: '#/components/schemas/Model' }, {}],
          patternProperties: { '^x': { type: 'string' } },
          unevaluatedProperties: { type: 'string' },
        }),
    ],
    [
      'changes a description beside conditions',
      (_, schemas) => {
        inputField(schemas, 'name').description = 'another';
      },
      (_, schemas) =>
        Object.assign(input(schemas), {
          allOf: [{ minProperties: 1 }, { not: { const: {} } }],
          dependentSchemas: { data: { required: ['shape'] } },
          if: { required: ['data'] },
          else: { minProperties: 1 },
        }),
    ],
    [
      'changes descriptions, examples and extensions',
      (document, { Prediction }) => {
        Object.assign(predict(document), { description: 'another', tags: ['new'], 'x-new': 1 });
        Object.assign(Prediction!.properties!.is_pet!, { title: 'another', examples: [true], 'x-new': 1 });
      },
    ],
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
        Prediction!.required!.push('extra');
      },
    ],
    ['adds a code to the errors', (_, { Problem }) => Problem!.properties!.code!.enum!.push('new_error')],
    [
      'adds an optional parameter',
      (document) => predict(document).parameters!.push({ name: 'top', in: 'query' }),
    ],
    [
      'adds an optional field to a request',
      (document) => {
        form(document).properties!.note = { type: 'string' };
      },
    ],
    [
      'adds an optional field to a request that may have more fields',
      (_, schemas) => {
        input(schemas).properties!.note = { type: 'string' };
      },
    ],
    [
      'takes another type of body',
      (document) => {
        predict(document).requestBody!.content!['image/bmp'] = {};
        predict(document).requestBody!.content!['text/plain'] = {};
      },
    ],
    [
      'takes a range of types instead of one',
      (document) => {
        const { content } = predict(document).requestBody!;
        content!['application/*'] = content!['application/octet-stream']!;
        delete content!['application/octet-stream'];
      },
    ],
    ['has an error less', (document) => delete predict(document).responses['503']],
    [
      'has a new status',
      (document) => {
        predict(document).responses['425'] = {};
      },
    ],
    [
      'takes more in a request',
      (_, schemas) => {
        Object.assign(inputField(schemas, 'shape'), { maxItems: 9, minItems: 0 });
        Object.assign(inputField(schemas, 'shape').items!, { type: ['number', 'null'], maximum: 2 ** 40 });
      },
    ],
    [
      'takes one value more in a request',
      (document) => top(document).enum!.push('two'),
      topParameter({ enum: ['one'] }),
    ],
    [
      'takes any string instead of one',
      (_, { CloudEvent }) => {
        CloudEvent!.properties!.specversion = { type: 'string' };
      },
    ],
    [
      'answers with less than it may',
      (_, { Prediction }) => {
        Object.assign(Prediction!.properties!.confidence!, { minimum: 0.5, exclusiveMaximum: 1 });
        Prediction!.properties!.prediction!.enum!.pop();
        Prediction!.required!.push('saliency');
      },
    ],
    [
      'gives an alternative no more',
      (_, { Info }) => {
        Info!.properties!.model = { $ref: '#/components/schemas/Model' };
      },
    ],
    [
      'writes the same types in another way',
      (document, schemas) => {
        const types = ['boolean', 'null', 'number', 'string'].map((type) => ({ type }));
        schemas.V2InferRequest!.properties!.parameters!.additionalProperties = { oneOf: types };
        schemas.Score = schemas.Prediction!.properties!.confidence!;
        schemas.Prediction!.properties!.confidence = { allOf: [{ $ref: '#/components/schemas/Score' }] };
        document.components.responses = { Predicted: answer(document) };
        predict(document).responses['200'] = { $ref: '#/components/responses/Predicted' };
      },
    ],
    [
      'makes a key optional',
      (document) => {
        predict(document).security = [{}, { bearer: [] }];
      },
      (document) => {
        predict(document).security = [{ apiKey: [] }];
      },
    ],
    [
      'asks for a key no more',
      (document) => {
        predict(document).security = [];
      },
      (document) => {
        predict(document).security = [{ bearer: [] }];
      },
    ],
  ])('%s', (_, change, before) => expect(after(change, before)).toEqual([]));
});
