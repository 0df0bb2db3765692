import { CHELSEA_JPEG } from '../photos.ts';
import {
  binaryMessage,
  bytesTensor,
  fp32Tensor,
  jsonMessage,
  nested,
  photoMessage,
  type V2Message,
} from '../v2-messages.ts';

const uint8Shape = [2, 2, 3, 3];
const levels = Array.from({ length: 36 }, (_, i) => (i * 37) % 256);
const fp32Shape = [1, 3, 2, 2];
const fractions = Array.from({ length: 12 }, (_, i) => i / 11);
const planes = fp32Tensor(fractions);
const uint8 = { name: 'image_uint8', datatype: 'UINT8', shape: uint8Shape };
const fp32 = { name: 'image_fp32', datatype: 'FP32', shape: fp32Shape };
const size = (bytes: number) => ({ parameters: { binary_data_size: bytes } });
const everything = {
  id: 'ü',
  parameters: { binary_data_output: true, priority: 1, tenant: 'a' },
  outputs: [{ name: 'prediction', parameters: { binary_data: false } }, { name: 'probabilities' }],
};

/** A right message of each kind, small, to be made wrong: what a fuzzer starts from. */
export function v2Seeds(photo: Buffer): V2Message[] {
  const base64 = photo.toString('base64');
  const image = { name: 'image', datatype: 'BYTES', shape: [2] };
  const elements = bytesTensor(photo, photo);
  return [
    jsonMessage({ inputs: [{ ...image, data: [base64, base64] }] }),
    jsonMessage({ inputs: [{ ...image, shape: [1, 1], data: [[base64]] }], ...everything }),
    jsonMessage({ inputs: [{ ...image, parameters: { content_type: 'base64' }, data: [base64, base64] }] }),
    jsonMessage({ ...everything, inputs: [{ ...uint8, data: levels }] }),
    jsonMessage({ inputs: [{ ...uint8, data: nested(levels, uint8Shape) }] }),
    jsonMessage({ inputs: [{ data: fractions, ...fp32 }] }),
    jsonMessage({ inputs: [{ ...fp32, data: nested(fractions, fp32Shape) }], id: '1' }),
    binaryMessage({ inputs: [{ ...image, ...size(elements.length) }] }, elements),
    binaryMessage({ inputs: [{ ...uint8, ...size(levels.length) }], ...everything }, Buffer.from(levels)),
    binaryMessage({ inputs: [{ ...fp32, ...size(planes.length) }] }, planes),
    jsonMessage({
      id: null,
      parameters: null,
      outputs: null,
      inputs: [{ ...image, parameters: null, data: [base64, base64] }],
    }),
    photoMessage(photo),
  ];
}

const MEGABYTES = 9;
const filled = (pattern: string): string => pattern.repeat(Math.floor((MEGABYTES * 1e6) / pattern.length));
const withData = (data: string, tensor: object = uint8): V2Message => {
  const json = JSON.stringify({ inputs: [{ ...tensor, data: 0 }] });
  return { headers: {}, body: Buffer.from(json.replace('"data":0', () => `"data":${data}`)) };
};

/** Messages of 9 MB that are cheap to send and may be dear to read. */
export const v2Hostile: readonly [name: string, message: V2Message][] = [
  ['lists in place of one', withData(filled('[]'))],
  ['objects in place of a list', withData(filled('{}'))],
  ['a string in place of a list', withData(`"${filled('A')}"`)],
  [
    'a photo of escapes',
    withData(`["${filled('\\u0041')}"]`, { name: 'image', datatype: 'BYTES', shape: [1] }),
  ],
  ['empty lists as data', withData(`[${filled('[],')}[]]`)],
  ['empty objects as data', withData(`[${filled('{},')}{}]`)],
  ['empty strings as data', withData(`[${filled('"",')}""]`)],
  [
    'empty strings as photos',
    withData(`[${filled('"",')}""]`, { name: 'image', datatype: 'BYTES', shape: [32] }),
  ],
  ['a string of quotes', withData(`["${filled('\\"')}"]`, { name: 'image', datatype: 'BYTES', shape: [1] })],
  ['a string of backslashes that never ends', withData(`["${filled('\\\\')}\\"`)],
  ['more numbers than the shape', withData(`[${filled('0,')}0]`)],
  ['as many numbers as the shape', withData(`[${filled('0,')}0]`, { ...uint8, shape: [1, 1, 1, 3] })],
  [
    'four and a half million numbers that are right',
    withData(`[${filled('0,').slice(0, -1)}]`, { ...uint8, shape: [1, 1500, 1000, 3] }),
  ],
  ['a number of nine million digits', withData(`[0.${filled('1')}]`)],
  ['lists within lists', withData(`${filled('[').slice(1)}`)],
  ['lists within lists beside the data', { headers: {}, body: Buffer.from(filled('[')) }],
  ['many inputs', { headers: {}, body: Buffer.from(`{"inputs":[${filled('{"data":[]},')}{}]}`) }],
  ['inputs within inputs', { headers: {}, body: Buffer.from(filled('{"inputs":[{"data":[],')) }],
  [
    'the same names many times',
    { headers: {}, body: Buffer.from(`{${filled('"inputs":[{"data":[]}],')}"a":1}`) },
  ],
  [
    'names that all differ',
    {
      headers: {},
      body: Buffer.from(`{${Array.from({ length: 500_000 }, (_, i) => `"${i}":1`)},"inputs":[{"data":[]}]}`),
    },
  ],
  ['many outputs', { headers: {}, body: Buffer.from(`{"outputs":[${filled('{"name":""},')}{}]}`) }],
  ['many keys', { headers: {}, body: Buffer.from(`{${filled('"a":1,')}"b":1}`) }],
  ['spaces', { headers: {}, body: Buffer.from(filled(' ')) }],
  [
    'a photo with zeros behind it, as base64',
    withData(`["${Buffer.concat([CHELSEA_JPEG, Buffer.alloc(6.5e6)]).toString('base64')}"]`, {
      name: 'image',
      datatype: 'BYTES',
      shape: [1],
    }),
  ],
  ['a length of its JSON that is all', { ...binaryMessage({}, Buffer.alloc(9e6)) }],
];
