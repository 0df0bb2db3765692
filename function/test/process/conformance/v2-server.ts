import { readAnswer, type V2Answer, type V2Message } from '../../../harness/v2-messages.ts';

export interface TensorMetadata {
  name: string;
  datatype: string;
  shape: number[];
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  body: Buffer;
}

/** A server of the Open Inference Protocol v2 that is to be tried, and what is sent to it. */
export interface V2Server {
  model: string;
  version: string;
  extensions: string[];
  /** The input that is sent; there may be others in its place. */
  input: TensorMetadata;
  outputs: TensorMetadata[];
  /** What an element of BYTES is. */
  photo: Buffer;
  /** A path below /v2, and its answer whatever its status. */
  request(method: string, path: string, message?: V2Message): Promise<HttpAnswer>;
  /** An inference that must be right. @throws Error with the answer's text where it is not */
  infer(message: V2Message, path?: string): Promise<V2Answer>;
}

export interface V2Address {
  url: string;
  model: string;
  /** The name of the input; without it the first one of the metadata. */
  input?: string | undefined;
  photo: Buffer;
}

/** Asks the server for its metadata. @throws Error where it gives none, or has no such input */
export async function connectV2({ url, model, input: wanted, photo }: V2Address): Promise<V2Server> {
  const request: V2Server['request'] = async (method, path, message) => {
    const response = await fetch(`${url}/v2${path}`, { method, ...message });
    const { status, headers } = response;
    return { status, headers, body: Buffer.from(await response.arrayBuffer()) };
  };
  const json = async (path: string) => {
    const { status, body } = await request('GET', path);
    if (status !== 200) throw new Error(`GET /v2${path}: ${status} ${body}`);
    return JSON.parse(body.toString()) as Record<string, unknown>;
  };
  const { extensions = [] } = (await json('')) as { extensions?: string[] };
  const metadata = (await json(`/models/${model}`)) as {
    versions?: string[];
    inputs: TensorMetadata[];
    outputs: TensorMetadata[];
  };
  const input = metadata.inputs.find(({ name }) => wanted === undefined || name === wanted);
  if (input === undefined) throw new Error(`${model} has no input ${wanted}`);
  return {
    model,
    version: metadata.versions?.[0] ?? '',
    extensions,
    input,
    outputs: metadata.outputs,
    photo,
    request,
    async infer(message, path = `/models/${model}/infer`) {
      const { status, headers, body } = await request('POST', path, message);
      if (status !== 200) throw new Error(`POST /v2${path}: ${status} ${body}`);
      return readAnswer(body, headers.get('inference-header-content-length'));
    },
  };
}
