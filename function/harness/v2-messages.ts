// Messages of the Open Inference Protocol v2, written and read by the protocol's text and not by the function's code.

export interface V2Message {
  headers: Record<string, string>;
  body: Buffer;
}

/** The infer request as JSON alone. */
export function jsonMessage(request: unknown): V2Message {
  return { headers: { 'Content-Type': 'application/json' }, body: Buffer.from(JSON.stringify(request)) };
}

/** The infer request with binary tensors after its JSON. */
export function binaryMessage(request: unknown, ...tensors: Buffer[]): V2Message {
  const json = Buffer.from(JSON.stringify(request));
  return {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Inference-Header-Content-Length': String(json.length),
    },
    body: Buffer.concat([json, ...tensors]),
  };
}

/** A body that is one photo. */
export function photoMessage(photo: Buffer): V2Message {
  return {
    headers: { 'Content-Type': 'application/octet-stream', 'Inference-Header-Content-Length': '0' },
    body: photo,
  };
}

/** The binary form of a BYTES tensor. */
export function bytesTensor(...elements: Buffer[]): Buffer {
  return Buffer.concat(
    elements.flatMap((element) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(element.length);
      return [length, element];
    }),
  );
}

/** The binary form of an FP32 tensor. */
export function fp32Tensor(values: ArrayLike<number>): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i]!, i * 4);
  return bytes;
}

/** Pixels, row by row, as planes of red, green and blue from 0 to 1. */
export function planes(pixels: Uint8Array): number[] {
  return [0, 1, 2].flatMap((channel) =>
    Array.from({ length: pixels.length / 3 }, (_, i) => pixels[i * 3 + channel]! / 255),
  );
}

/** `values` in arrays of arrays. */
export function nested(values: readonly unknown[], shape: readonly number[]): unknown[] {
  if (shape.length <= 1) return [...values];
  const [size = 1, ...inner] = shape;
  const each = values.length / size;
  return Array.from({ length: size }, (_, i) => nested(values.slice(i * each, (i + 1) * each), inner));
}

export interface V2Output {
  datatype: string;
  shape: number[];
  values: unknown[];
}

export interface V2Answer {
  model_name: string;
  model_version?: string;
  id?: string;
  outputs: Map<string, V2Output>;
}

type Json = {
  model_name: string;
  model_version?: string;
  id?: string;
  outputs: {
    name: string;
    datatype: string;
    shape: number[];
    data?: unknown[];
    parameters?: { binary_data_size: number };
  }[];
};

/** Reads an answer in either form. @throws Error when its parts do not fit together */
export function readAnswer(body: Buffer, jsonBytes: string | null | undefined): V2Answer {
  const jsonLength = jsonBytes == null ? body.length : Number(jsonBytes);
  const { outputs, ...head } = JSON.parse(body.toString('utf8', 0, jsonLength)) as Json;
  let at = jsonLength;
  const read = outputs.map(({ name, datatype, shape, data, parameters }): [string, V2Output] => {
    if (data !== undefined) return [name, { datatype, shape, values: data.flat(Number.POSITIVE_INFINITY) }];
    const size = parameters?.binary_data_size;
    if (size === undefined) throw new Error(`${name} has neither data nor binary_data_size`);
    const bytes = body.subarray(at, at + size);
    at += size;
    return [name, { datatype, shape, values: valuesOf(datatype, bytes) }];
  });
  if (at !== body.length) throw new Error(`${body.length - at} bytes belong to no output`);
  return { ...head, outputs: new Map(read) };
}

function valuesOf(datatype: string, bytes: Buffer): unknown[] {
  switch (datatype) {
    case 'BYTES': {
      const values: string[] = [];
      for (let at = 0; at < bytes.length; ) {
        const length = bytes.readUInt32LE(at);
        values.push(bytes.toString('utf8', at + 4, at + 4 + length));
        at += 4 + length;
      }
      return values;
    }
    case 'BOOL':
      return [...bytes].map(Boolean);
    case 'FP32':
      return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
    case 'FP64':
      return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8));
    case 'INT32':
      return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readInt32LE(i * 4));
    case 'INT64':
      return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readBigInt64LE(i * 8));
    default:
      throw new Error(`outputs of ${datatype} are not read here`);
  }
}
