import { extractData, type Span } from './extract-data.ts';
import validate from './infer-request-schema.generated.mjs';
import { invalidRequest } from './invalid-request.ts';
import { type Content, type Picture, picturesOf } from './tensor-pictures.ts';
import { type InputTensor, type Output, outputs, type Parameters } from './tensors.ts';

/** The request as it is once the data of its tensors is lifted out. */
type Envelope = {
  id?: string;
  parameters?: Parameters;
  inputs: [InputTensor];
  outputs?: { name: string; parameters?: Parameters }[];
};

export type WantedOutput = { output: Output; asBinary: boolean };

/** What an inference request asks for. */
export type InferRequest = { id: string | undefined; pictures: Picture[]; outputs: WantedOutput[] };

// They change what an answer means, and belong to extensions that are not there.
const UNSUPPORTED_PARAMETERS = ['classification', 'shared_memory_region'];

/**
 * Reads the body of an inference request; its pictures lie in it or are made from it.
 * @param jsonBytes the value of Inference-Header-Content-Length; without it all of the body is JSON
 * @throws RequestError inference_request_invalid, body_too_large
 */
export function readInferRequest(body: Buffer, jsonBytes = body.length): InferRequest {
  if (jsonBytes > body.length) {
    throw invalidRequest(
      `Inference-Header-Content-Length says ${jsonBytes}; the body has ${body.length} bytes.`,
    );
  }
  const json = body.subarray(0, jsonBytes);
  const { envelope, spans } = extractData(json);
  const request = parseEnvelope(envelope);
  const [tensor] = request.inputs;
  checkParameters(tensor.parameters);
  const content = contentOf(tensor, json, spans, body.subarray(jsonBytes));
  return { id: request.id, outputs: wantedOutputs(request), pictures: picturesOf(tensor, content) };
}

/** All outputs in the same form. */
export function allOutputs(asBinary: boolean): WantedOutput[] {
  return outputs.map((output) => ({ output, asBinary }));
}

function parseEnvelope(envelope: string): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(envelope);
  } catch (cause) {
    throw invalidRequest('The inference request is not valid JSON.', { cause });
  }
  if (validate(value)) return value as Envelope;
  const { instancePath, message } = validate.errors![0]!;
  throw invalidRequest(`In the inference request, ${instancePath || 'it'} ${message}.`);
}

function contentOf(tensor: InputTensor, json: Buffer, spans: readonly Span[], rest: Buffer): Content {
  const binaryBytes = tensor.parameters?.binary_data_size as number | undefined;
  if (tensor.data !== undefined) {
    if (binaryBytes !== undefined) throw invalidRequest('An input has either data or binary_data_size.');
    if (rest.length > 0) throw invalidRequest('There are bytes after the JSON that no input names.');
    return { from: 'json', json, span: spans[tensor.data[0]]! };
  }
  if (binaryBytes === undefined) throw invalidRequest('The input has neither data nor binary_data_size.');
  if (binaryBytes !== rest.length) {
    throw invalidRequest(`binary_data_size says ${binaryBytes}; ${rest.length} bytes follow the JSON.`);
  }
  return { from: 'binary', bytes: rest };
}

/** @throws RequestError inference_request_invalid */
function wantedOutputs({ outputs: wanted = [], parameters }: Envelope): WantedOutput[] {
  checkParameters(parameters);
  const asBinary = parameters?.binary_data_output === true;
  if (wanted.length === 0) return allOutputs(asBinary);
  const names = wanted.map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalidRequest('An output is wanted more than once.');
  return wanted.map(({ name, parameters: own }) => {
    checkParameters(own);
    const output = outputs.find((known) => known.name === name);
    if (output === undefined) {
      throw invalidRequest(
        `There is no output "${name}"; there are ${outputs.map((known) => known.name).join(', ')}.`,
      );
    }
    return { output, asBinary: own?.binary_data === undefined ? asBinary : own.binary_data === true };
  });
}

function checkParameters(parameters: Parameters = {}): void {
  for (const name of UNSUPPORTED_PARAMETERS) {
    if (Object.hasOwn(parameters, name)) throw invalidRequest(`The parameter ${name} is not supported.`);
  }
}
