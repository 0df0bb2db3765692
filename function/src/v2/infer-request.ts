import { extractLongStrings, type JsonLimits, LONG_STRING_BYTES } from '../json/long-strings.ts';
import { wellFormed } from '../json/well-formed.ts';
import validate from './infer-request-schema.generated.mjs';
import { invalidRequest } from './invalid-request.ts';
import { type Content, type Picture, picturesOf } from './tensor-pictures.ts';
import { type InputTensor, type Output, outputs, type Parameters } from './tensors.ts';

/** The request, with a name for each long string in it. Some encoders write null for what is absent. */
type Envelope = {
  id?: string | null;
  parameters?: Parameters | null;
  inputs: [InputTensor];
  outputs?: { name: string; parameters?: Parameters | null }[] | null;
};

export type WantedOutput = { output: Output; asBinary: boolean };

/** What an inference request asks for. */
export type InferRequest = { id: string | undefined; pictures: Picture[]; outputs: WantedOutput[] };

// The pixels of a 224 x 224 photo are 2.9 MB as FP32, and 200,000 numbers and lists as nested UINT8.
const JSON_LIMITS: JsonLimits = { bytes: 4 * 2 ** 20, elements: 2 ** 18, stringsAndObjects: 1024 };

// They change what an answer means, and belong to extensions that are not there.
const UNSUPPORTED_PARAMETERS = ['classification', 'shared_memory_region'];

/**
 * Reads the body of an inference request; its pictures lie in it or are made from it.
 * @param jsonBytes the value of Inference-Header-Content-Length; without it all of the body is JSON
 * @throws RequestError inference_request_invalid
 */
export function readInferRequest(body: Buffer, jsonBytes = body.length): InferRequest {
  if (jsonBytes > body.length) {
    throw invalidRequest(
      `Inference-Header-Content-Length says ${jsonBytes}; the body has ${body.length} bytes.`,
    );
  }
  const { request, longStrings } = parse(body.subarray(0, jsonBytes));
  const [tensor] = request.inputs;
  checkParameters(tensor.parameters);
  const pictures = picturesOf(tensor, contentOf(tensor, longStrings, body.subarray(jsonBytes)));
  return { id: idOf(request.id ?? undefined, longStrings), outputs: wantedOutputs(request), pictures };
}

/** All outputs in the same form. */
export function allOutputs(asBinary: boolean): WantedOutput[] {
  return outputs.map((output) => ({ output, asBinary }));
}

/** @throws RequestError inference_request_invalid */
function parse(json: Buffer): { request: Envelope; longStrings: Map<string, Buffer> } {
  const extracted = extractLongStrings(json, JSON_LIMITS);
  if (extracted === undefined) {
    const { bytes, elements, stringsAndObjects } = JSON_LIMITS;
    throw invalidRequest(
      `Beside photos as base64, the JSON may have at most ${bytes} bytes, ${elements} brackets and commas, and ${stringsAndObjects} strings and objects. Send larger tensors as binary data (binary_data_size).`,
    );
  }
  const { longStrings } = extracted;
  let value: unknown;
  try {
    value = JSON.parse(extracted.json);
  } catch (cause) {
    throw invalidRequest('The inference request is not valid JSON.', { cause });
  }
  if (validate(value)) return { request: value as Envelope, longStrings };
  const { instancePath, message } = validate.errors![0]!;
  throw invalidRequest(`In the inference request, ${instancePath || 'it'} ${message}.`);
}

function contentOf(tensor: InputTensor, longStrings: Map<string, Buffer>, rest: Buffer): Content {
  const binaryBytes = tensor.parameters?.binary_data_size ?? undefined;
  const data = tensor.data ?? undefined;
  if (data !== undefined) {
    if (binaryBytes !== undefined) throw invalidRequest('An input has either data or binary_data_size.');
    if (rest.length > 0) throw invalidRequest('There are bytes after the JSON that no input names.');
    return { from: 'json', data, longStrings };
  }
  if (binaryBytes === undefined) throw invalidRequest('The input has neither data nor binary_data_size.');
  if (binaryBytes !== rest.length) {
    throw invalidRequest(`binary_data_size says ${binaryBytes}; ${rest.length} bytes follow the JSON.`);
  }
  return { from: 'binary', bytes: rest };
}

/** The id as it comes back. */
function idOf(id: string | undefined, longStrings: Map<string, Buffer>): string | undefined {
  if (id === undefined) return undefined;
  if (longStrings.has(id)) throw invalidRequest(`The id may have at most ${LONG_STRING_BYTES} bytes.`);
  return wellFormed(id);
}

/** @throws RequestError inference_request_invalid */
function wantedOutputs({ outputs: named, parameters }: Envelope): WantedOutput[] {
  const wanted = named ?? [];
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
    return { output, asBinary: (own?.binary_data ?? asBinary) === true };
  });
}

function checkParameters(parameters: Parameters | null | undefined): void {
  for (const name of UNSUPPORTED_PARAMETERS) {
    if ((parameters?.[name] ?? undefined) !== undefined)
      throw invalidRequest(`The parameter ${name} is not supported.`);
  }
}
