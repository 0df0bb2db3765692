// The few messages of ONNX's protocol buffers that a small graph needs, as onnx.proto numbers their fields.

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
const int = (field: number, value: number): Buffer => Buffer.from([...varint(field << 3), ...varint(value)]);
const bytes = (field: number, value: Buffer | string): Buffer =>
  Buffer.concat([
    Buffer.from([...varint((field << 3) | 2), ...varint(Buffer.byteLength(value))]),
    Buffer.from(value),
  ]);
const all = (field: number, values: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(values.map((value) => bytes(field, value)));

const FLOAT = 1;
const UINT8 = 2;
const INT64 = 7;
const STRING = 8;

function tensor(name: string, type: number, dims: readonly number[], values: Buffer): Buffer {
  return Buffer.concat([...dims.map((dim) => int(1, dim)), int(2, type), bytes(8, name), values]);
}

const floats = (name: string, values: readonly number[]) =>
  tensor(name, FLOAT, [values.length], bytes(9, Buffer.from(Float32Array.from(values).buffer)));
const integers = (name: string, values: readonly number[]) =>
  tensor(name, INT64, [values.length], bytes(9, Buffer.from(BigInt64Array.from(values, BigInt).buffer)));
const strings = (name: string, values: readonly string[]) =>
  tensor(name, STRING, [values.length], all(6, values));

/** A dimension that is a name is variable. */
function valueInfo(name: string, type: number, dims: readonly (number | string)[]): Buffer {
  const shape = all(
    1,
    dims.map((dim) => (typeof dim === 'number' ? int(1, dim) : bytes(2, dim))),
  );
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, Buffer.concat([int(1, type), bytes(2, shape)])))]);
}

function node(
  operator: string,
  inputs: string[],
  output: string,
  attributes: Record<string, number | number[]> = {},
) {
  const encoded = Object.entries(attributes).map(([name, value]) =>
    Buffer.concat(
      typeof value === 'number'
        ? [bytes(1, name), int(3, value), int(20, 2)]
        : [bytes(1, name), ...value.map((one) => int(8, one)), int(20, 7)],
    ),
  );
  return Buffer.concat([all(1, inputs), bytes(2, output), bytes(4, operator), all(5, encoded)]);
}

/** A model.onnx whose probabilities are the shares of red and blue in the picture, and its pet score that of green. */
export function colourGraph(labels = ['cat', 'dog']): Buffer {
  const graph = Buffer.concat([
    all(1, [
      node('Cast', ['image'], 'float', { to: FLOAT }),
      node('ReduceMean', ['float'], 'mean', { axes: [1, 2], keepdims: 0 }),
      node('Div', ['mean', 'levels'], 'shares'),
      node('Gather', ['shares', 'red and blue'], 'probabilities', { axis: 1 }),
      node('Gather', ['shares', 'green'], 'pet_score', { axis: 1 }),
      node('Identity', ['names'], 'labels'),
    ]),
    bytes(2, 'colours'),
    all(5, [
      floats('levels', [255]),
      integers('red and blue', [0, 2]),
      integers('green', [1]),
      strings('names', labels),
    ]),
    all(11, [valueInfo('image', UINT8, [1, 'height', 'width', 3])]),
    all(12, [
      valueInfo('probabilities', FLOAT, [1, 2]),
      valueInfo('pet_score', FLOAT, [1, 1]),
      valueInfo('labels', STRING, [labels.length]),
    ]),
  ]);
  return Buffer.concat([int(1, 8), bytes(7, graph), bytes(8, int(2, 13))]);
}
