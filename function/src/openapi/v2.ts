import type { ErrorCode } from '../errors.ts';
import inferRequest from '../v2/infer-request.schema.json' with { type: 'json' };
import { INFER_PATHS, MODEL_PATHS } from '../v2/paths.ts';
import { v2StatusOf } from '../v2/status.ts';
import {
  alwaysErrors,
  arrayOf,
  binary,
  bodyErrors,
  closed,
  errorResponses,
  getOperation,
  json,
  photoErrors,
  photoOperation,
  ref,
  response,
  string,
  text,
} from './parts.ts';

const tags = ['Open Inference Protocol v2'];
const count = { type: 'integer', minimum: 0 };

const errorsOf = (codes: readonly ErrorCode[]) => errorResponses(codes, v2StatusOf, json(ref('V2Error')));

const get = (summary: string, schema: string, more: ErrorCode[] = []) =>
  getOperation(
    { tags, summary },
    response('The answer', json(ref(schema))),
    errorsOf([...alwaysErrors, ...more]),
  );

const onePixel = {
  inputs: [{ name: 'image_uint8', datatype: 'UINT8', shape: [1, 1, 1, 3], data: [200, 120, 40] }],
};

const infer = photoOperation(
  {
    tags,
    summary: 'Judges the photos of a tensor',
    description:
      'As JSON, with binary tensors after it (`binary_tensor_data`), or a bare photo with ' +
      '`Inference-Header-Content-Length: 0`, whose answer is binary unless `Accept` names `application/json`. ' +
      'Beside photos as base64, the JSON may have 4 MiB and 262,144 brackets and commas: larger tensors go as binary data.',
    parameters: [
      {
        name: 'Inference-Header-Content-Length',
        in: 'header',
        description:
          'The bytes of the JSON, where other bytes follow it; 0 where all of the body is one photo.',
        schema: count,
      },
    ],
  },
  {
    'application/json': { schema: ref('V2InferRequest'), example: onePixel },
    'application/octet-stream': binary,
    'image/*': binary,
  },
  response(
    'The outputs that were wanted',
    { ...json(ref('V2InferResponse')), 'application/octet-stream': binary },
    {
      'Inference-Header-Content-Length': {
        description: 'The bytes of the JSON; binary data follows it.',
        schema: count,
      },
    },
  ),
  errorsOf([...bodyErrors, ...photoErrors, 'inference_request_invalid', 'not_found']),
);

const variable = (name: string, description: string, example: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  example,
  ...text,
});
const variables = [
  variable('model_name', 'As `model.name` of `/ready`.', 'cats-vs-dogs'),
  variable('model_version', 'As `model.version` of `/ready`.', '1.0.0'),
];

/** An operation whose path has variables. */
function ofModel(path: string, operations: object): [path: string, item: object] {
  const parameters = variables.filter(({ name }) => path.includes(`{${name}}`));
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
  ...Object.fromEntries(INFER_PATHS.map((path) => ofModel(path, infer))),
};

const shape = (minimum: number) => arrayOf({ type: 'integer', minimum });
const tensor = closed({ name: string, datatype: string, shape: shape(-1) });

/** The schemas that the paths refer to. */
export const v2Schemas = {
  V2Server: closed({ name: string, version: string, extensions: arrayOf(string) }),
  V2Live: closed({ live: { const: true } }),
  V2Ready: closed({ ready: { const: true } }),
  V2ModelReady: closed({ name: string, ready: { const: true } }),
  V2Model: closed({
    name: string,
    versions: arrayOf(string),
    platform: { const: 'onnx_onnxv1' },
    inputs: arrayOf(tensor),
    outputs: arrayOf(tensor),
    properties: { type: 'object', additionalProperties: string },
  }),
  V2InferRequest: inferRequest,
  V2InferResponse: closed({
    model_name: string,
    model_version: string,
    id: { type: 'string', description: 'The `id` of the request, or its X-Request-Id if it had none.' },
    outputs: arrayOf(
      closed(
        {
          name: string,
          datatype: { type: 'string', enum: ['BYTES', 'FP32', 'BOOL'] },
          shape: shape(1),
          data: arrayOf({ type: ['string', 'number', 'boolean'] }),
          parameters: closed({ binary_data_size: { type: 'integer', minimum: 1 } }),
        },
        ['data', 'parameters'],
      ),
    ),
  }),
  V2Error: closed({ error: { type: 'string', description: 'What was wrong with this request.' } }),
};
