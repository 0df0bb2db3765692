import {
  binaryMessage,
  bytesTensor,
  jsonMessage,
  nested,
  type V2Message,
} from '../../../harness/v2-messages.ts';
import type { V2Server } from './v2-server.ts';

/** What a side is where the metadata lets it vary. */
const FREE_SIDE = 5;

/** One is given where it is not what is asked, for some servers fail without. */
const ID = 'an-id';

const elementBytes: Record<string, number> = {
  BOOL: 1,
  UINT8: 1,
  INT8: 1,
  UINT16: 2,
  INT16: 2,
  UINT32: 4,
  INT32: 4,
  FP32: 4,
  UINT64: 8,
  INT64: 8,
  FP64: 8,
};

/** The request that a server must answer, by the metadata of its input: photos where it takes BYTES, zeros elsewhere. */
export function requestFor({ input, photo }: Pick<V2Server, 'input' | 'photo'>, batch = 1) {
  const { name, datatype } = input;
  const shape = input.shape.map((size, i) => (size !== -1 ? size : i === 0 ? batch : FREE_SIDE));
  const count = shape.reduce((product, size) => product * size, 1);
  const isBytes = datatype === 'BYTES';
  const size = elementBytes[datatype];
  if (!isBytes && size === undefined) throw new Error(`tensors of ${datatype} are not made here`);
  const values = new Array<unknown>(count).fill(
    isBytes ? photo.toString('base64') : datatype === 'BOOL' ? false : 0,
  );
  const binary = isBytes ? bytesTensor(...new Array<Buffer>(count).fill(photo)) : Buffer.alloc(count * size!);
  const head = { name, datatype, shape };
  return {
    shape,
    values,
    binary,
    /** The tensor as JSON has it. */
    tensor: { ...head, data: values },
    nestedTensor: { ...head, data: nested(values, shape) },
    binaryTensor: { ...head, parameters: { binary_data_size: binary.length } },
  };
}

/** The request as JSON, with other fields beside its input. */
export const jsonRequest = (server: V2Server, more: object = {}, batch = 1): V2Message =>
  jsonMessage({ id: ID, inputs: [requestFor(server, batch).tensor], ...more });

/** The request with its tensor behind the JSON. */
export function binaryRequest(server: V2Server, more: object = {}, batch = 1): V2Message {
  const { binaryTensor, binary } = requestFor(server, batch);
  return binaryMessage({ id: ID, ...more, inputs: [binaryTensor] }, binary);
}
