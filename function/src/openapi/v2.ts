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
  getOperation,
  json,
  photoErrors,
  photoOperation,
  ref,
  response,
  string,
  tags,
  text,
  v2Errors,
} from './parts.ts';
import sample from './sample-answers.json' with { type: 'json' };

const count = { type: 'integer', minimum: 0 };

const errorsOf = (codes: readonly ErrorCode[]) => v2Errors(codes, v2StatusOf);

const get = (
  operationId: string,
  summary: string,
  [schema, example]: [schema: string, example: object],
  more: ErrorCode[] = [],
) =>
  getOperation(
    { operationId, tags: [tags.v2], summary },
    response('The answer', json(ref(schema), example)),
    errorsOf([...alwaysErrors, ...more]),
  );

const infer = (operationId: string) =>
  photoOperation(
    {
      operationId,
      tags: [tags.v2],
      summary: 'Classify the photos of a tensor',
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
      ...json(ref('V2InferRequest'), sample.v2.inferRequest),
      'application/octet-stream': binary,
      'image/*': binary,
    },
    response(
      'The outputs that were wanted',
      { ...json(ref('V2InferResponse'), sample.v2.inferResponse), 'application/octet-stream': binary },
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
  variable('model_name', 'As `model.name` of `/ready`.', sample.ready.model.name),
  variable('model_version', 'As `model.version` of `/ready`.', sample.ready.model.version),
];

/** An operation whose path has variables. */
function ofModel(path: string, operations: object): [path: string, item: object] {
  const parameters = variables.filter(({ name }) => path.includes(`{${name}}`));
  return [path, { parameters, ...operations }];
}

const modelErrors: ErrorCode[] = ['not_found', 'not_ready'];

const versionIn = (path: string) => (path.includes('{model_version}') ? 'Version' : '');

const { model } = sample.v2;
const server: [string, object] = ['V2Server', sample.v2.server];
const modelReady: [string, object] = ['V2ModelReady', { name: model.name, ready: true }];

/** The paths of the Open Inference Protocol v2, for the OpenAPI description. */
export const v2Paths: Record<string, object> = {
  '/v2': get('getV2Server', 'Get the server and its extensions', server),
  '/v2/': get('getV2ServerBySlash', 'Get the server and its extensions', server),
  '/v2/health/live': get('getV2Live', 'Check that the process is alive', ['V2Live', { live: true }]),
  '/v2/health/ready': get(
    'getV2Ready',
    'Check that requests are accepted',
    ['V2Ready', { ready: true }],
    ['not_ready'],
  ),
  ...Object.fromEntries(
    MODEL_PATHS.flatMap((path) => [
      ofModel(
        path,
        get(`getV2Model${versionIn(path)}`, 'Get the tensors of the model', ['V2Model', model], modelErrors),
      ),
      ofModel(
        `${path}/ready`,
        get(`getV2Model${versionIn(path)}Ready`, 'Check that the model is ready', modelReady, modelErrors),
      ),
    ]),
  ),
  ...Object.fromEntries(INFER_PATHS.map((path) => ofModel(path, infer(`inferV2${versionIn(path)}`)))),
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
