import type { ErrorCode } from '../errors.ts';
import inferRequest from '../v2/infer-request.schema.json' with { type: 'json' };
import { INFER_PATHS, MODEL_PATHS } from '../v2/paths.ts';
import { v2StatusOf } from '../v2/status.ts';
import {
  alwaysErrors,
  bodyErrors,
  errorResponses,
  optionalKey,
  photoErrors,
  ref,
  requestIdHeader,
} from './parts.ts';

const jsonBytesHeader = {
  description: 'The bytes of the JSON; binary data follows it.',
  schema: { type: 'integer', minimum: 0 },
};
const binary = { schema: { type: 'string', format: 'binary' } };

const inferErrors: ErrorCode[] = [...bodyErrors, ...photoErrors, 'inference_request_invalid', 'not_found'];

const errorsOf = (codes: readonly ErrorCode[]) =>
  errorResponses(codes, v2StatusOf, { 'application/json': { schema: ref('V2Error') } });

function get(summary: string, schema: string, more: ErrorCode[] = []) {
  const content = { 'application/json': { schema: ref(schema) } };
  return {
    get: {
      tags: ['Open Inference Protocol v2'],
      summary,
      responses: {
        '200': { description: 'The answer', headers: requestIdHeader, content },
        ...errorsOf([...alwaysErrors, ...more]),
      },
    },
  };
}

const onePixel = {
  inputs: [{ name: 'image_uint8', datatype: 'UINT8', shape: [1, 1, 1, 3], data: [200, 120, 40] }],
};

const infer = {
  tags: ['Open Inference Protocol v2'],
  summary: 'Judges the photos of a tensor',
  security: optionalKey,
  description:
    'As JSON, with binary tensors after it (`binary_tensor_data`), or a bare photo with ' +
    '`Inference-Header-Content-Length: 0`, whose answer is binary unless `Accept` names `application/json`.',
  parameters: [
    {
      name: 'Inference-Header-Content-Length',
      in: 'header',
      description:
        'The bytes of the JSON, where other bytes follow it; 0 where all of the body is one photo.',
      schema: { type: 'integer', minimum: 0 },
    },
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: ref('V2InferRequest'), example: onePixel },
      'application/octet-stream': binary,
      'image/*': binary,
    },
  },
  responses: {
    '200': {
      description: 'The outputs that were wanted',
      headers: { ...requestIdHeader, 'Inference-Header-Content-Length': jsonBytesHeader },
      content: {
        'application/json': { schema: ref('V2InferResponse') },
        'application/octet-stream': binary,
      },
    },
    ...errorsOf(inferErrors),
  },
};

const variables = {
  model_name: { description: 'As `model.name` of `/ready`.', example: 'cats-vs-dogs' },
  model_version: { description: 'As `model.version` of `/ready`.', example: '1.0.0' },
};

/** An operation whose path has variables. */
function ofModel(path: string, operations: object): [path: string, item: object] {
  const parameters = Object.entries(variables)
    .filter(([name]) => path.includes(`{${name}}`))
    .map(([name, { description, example }]) => ({
      name,
      in: 'path',
      required: true,
      description,
      example,
      schema: { type: 'string' },
    }));
  return [path, { parameters, ...operations }];
}

const modelErrors: ErrorCode[] = ['not_found', 'not_ready'];

/** The paths of the Open Inference Protocol v2, for the OpenAPI description. */
export const v2Paths: Record<string, object> = {
  '/v2': get('The server and its extensions', 'V2Server'),
  '/v2/': get('The same', 'V2Server'),
  '/v2/health/live': get('Whether the process is alive', 'V2Live'),
  '/v2/health/ready': get('Whether requests are welcome', 'V2Ready', ['not_ready']),
  ...Object.fromEntries(
    MODEL_PATHS.flatMap((path) => [
      ofModel(path, get('The tensors of the model', 'V2Model', modelErrors)),
      ofModel(`${path}/ready`, get('Whether the model is ready', 'V2ModelReady', modelErrors)),
    ]),
  ),
  ...Object.fromEntries(INFER_PATHS.map((path) => ofModel(path, { post: infer }))),
};

const closed = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
  properties,
});
const text = { type: 'string' };
const shape = (minimum: number) => ({ type: 'array', items: { type: 'integer', minimum } });
const tensor = closed({ name: text, datatype: text, shape: shape(-1) });

/** The schemas that the paths refer to. */
export const v2Schemas = {
  V2Server: closed({ name: text, version: text, extensions: { type: 'array', items: text } }),
  V2Live: closed({ live: { const: true } }),
  V2Ready: closed({ ready: { const: true } }),
  V2ModelReady: closed({ name: text, ready: { const: true } }),
  V2Model: closed({
    name: text,
    versions: { type: 'array', items: text },
    platform: { const: 'onnx_onnxv1' },
    inputs: { type: 'array', items: tensor },
    outputs: { type: 'array', items: tensor },
    properties: { type: 'object', additionalProperties: text },
  }),
  V2InferRequest: inferRequest,
  V2InferResponse: closed({
    model_name: text,
    model_version: text,
    id: { type: 'string', description: 'The `id` of the request, or its X-Request-Id if it had none.' },
    outputs: {
      type: 'array',
      items: closed(
        {
          name: text,
          datatype: { type: 'string', enum: ['BYTES', 'FP32', 'BOOL'] },
          shape: shape(1),
          data: { type: 'array', items: { type: ['string', 'number', 'boolean'] } },
          parameters: closed({ binary_data_size: { type: 'integer', minimum: 1 } }),
        },
        ['data', 'parameters'],
      ),
    },
  }),
  V2Error: closed({ error: { type: 'string', description: 'What was wrong with this request.' } }),
};
