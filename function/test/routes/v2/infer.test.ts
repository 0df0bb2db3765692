import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type AppUnderTest, appUnderTest, type Options } from '../../../harness/app-under-test.ts';
import { drawing, drawnPixels, plainJpeg } from '../../../harness/pictures.ts';
import {
  binaryMessage,
  bytesTensor,
  fp32Tensor,
  jsonMessage,
  nested,
  photoMessage,
  planes,
  readAnswer,
  type V2Answer,
  type V2Message,
} from '../../../harness/v2-messages.ts';
import type { Session } from '../../../src/model/session.ts';
import { fetchDocumented, jsonOf } from '../../helpers/documented.ts';

const MODEL = '/v2/models/cats-vs-dogs';
const INFER = `${MODEL}/infer`;

const post = ({ url }: AppUnderTest, { headers, body }: V2Message, path = INFER): Promise<Response> =>
  fetchDocumented(url, path, { method: 'POST', headers, body });

async function answerOf(response: Response): Promise<V2Answer> {
  const body = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${response.status} ${body}`);
  return readAnswer(body, response.headers.get('inference-header-content-length'));
}

const infer = async (message: V2Message, options: Options = {}): Promise<V2Answer> =>
  answerOf(await post(await appUnderTest(options), message));

async function refusal(message: V2Message, status = 400): Promise<string> {
  const response = await post(await appUnderTest(), message);
  const body = await jsonOf(response);
  expect(`${response.status} ${JSON.stringify(body)}`).toMatch(new RegExp(`^${status} {"error":"`));
  expect(Object.keys(body)).toEqual(['error']);
  return body.error as string;
}

const colour = (background: string) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer();
const red = await colour('#f00');
const blue = await colour('#00f');

const image = (shape: number[], more: object = {}) => ({ name: 'image', datatype: 'BYTES', shape, ...more });
const base64 = (...photos: Buffer[]) => photos.map((photo) => photo.toString('base64'));
const inJson = (...photos: Buffer[]) =>
  jsonMessage({ inputs: [image([photos.length], { data: base64(...photos) })] });

const WIDTH = 30;
const HEIGHT = 20;
const pixels = drawnPixels(WIDTH, HEIGHT);
const uint8Shape = [1, HEIGHT, WIDTH, 3];
const fp32Shape = [1, 3, HEIGHT, WIDTH];
const uint8 = (more: object, shape = uint8Shape) => ({
  name: 'image_uint8',
  datatype: 'UINT8',
  shape,
  ...more,
});
const fp32 = (more: object, shape = fp32Shape) => ({ name: 'image_fp32', datatype: 'FP32', shape, ...more });
const outputNames = ['prediction', 'probability', 'probabilities', 'is_pet', 'pet_score', 'needs_review'];
const size = (bytes: number) => ({ parameters: { binary_data_size: bytes } });

describe('an encoded photo', async () => {
  it('in JSON as base64 is answered by the names of /predict', async () => {
    const answer = await infer(inJson(red));
    expect(answer).toMatchObject({ model_name: 'cats-vs-dogs', model_version: '1.0.0' });
    expect(Object.fromEntries(answer.outputs)).toEqual({
      prediction: { datatype: 'BYTES', shape: [1], values: ['cat'] },
      probability: { datatype: 'FP32', shape: [1], values: [1] },
      probabilities: { datatype: 'FP32', shape: [1, 2], values: [1, 0] },
      is_pet: { datatype: 'BOOL', shape: [1], values: [true] },
      pet_score: { datatype: 'FP32', shape: [1], values: [1] },
      needs_review: { datatype: 'BOOL', shape: [1], values: [false] },
    });
  });

  // With plus signs in its base64, and blue alone.
  const noise = await sharp(
    Buffer.from(Array.from({ length: 1200 }, (_, i) => (i % 3 === 2 ? (i * i) % 251 : 0))),
    {
      raw: { width: 20, height: 20, channels: 3 },
    },
  )
    .png()
    .toBuffer();
  const largeBlue = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#00f' } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const parameters = { content_type: 'base64' };
  const element = bytesTensor(blue);
  const textElement = bytesTensor(Buffer.from(base64(blue)[0]!));
  it.each<[string, V2Message]>([
    ['with its content type', jsonMessage({ inputs: [image([1], { parameters, data: base64(blue) })] })],
    ['in an array of its own', jsonMessage({ inputs: [image([1, 1], { data: [base64(blue)] })] })],
    ['of slashes that are escaped', escaped(inJson(blue), '/', '\\/')],
    ['of slashes that are escaped by number', escaped(inJson(blue), '/', '\\u002F')],
    ['of plus signs that are escaped, as by System.Text.Json', escaped(inJson(noise), '+', '\\u002B')],
    ['of padding that is escaped, as by Gson', escaped(inJson(blue), '=', '\\u003d')],
    ['that is large, with escapes', escaped(inJson(largeBlue), 'A', '\\u0041')],
    ['as binary data', binaryMessage({ inputs: [image([1], size(element.length))] }, element)],
    [
      'as binary data that is base64',
      binaryMessage(
        { inputs: [image([1], { parameters: { ...parameters, binary_data_size: textElement.length } })] },
        textElement,
      ),
    ],
    ['that is the body', photoMessage(blue)],
    ['that is the body, by an image type', { ...photoMessage(blue), headers: bareHeaders('image/png') }],
    ['in a request without a type', { ...inJson(blue), headers: {} }],
    ['beside fields that nobody knows', jsonMessage({ ...requestOf(blue), model_name: 'x', more: [[{}]] })],
  ])('%s is answered', async (_, message) => {
    expect((await infer(message)).outputs.get('prediction')?.values).toEqual(['dog']);
  });

  it('is judged as /predict judges it', async () => {
    const app = await appUnderTest();
    const photo = await plainJpeg();
    const predicted = await jsonOf(await fetch(`${app.url}/predict`, { method: 'POST', body: photo }));
    const { outputs } = await answerOf(await post(app, inJson(photo)));
    expect(outputs.get('probabilities')?.values).toEqual(Object.values(predicted.probabilities));
  });

  function requestOf(photo: Buffer) {
    return { inputs: [image([1], { data: base64(photo) })] };
  }
  function bareHeaders(type: string) {
    return { 'Content-Type': type, 'Inference-Header-Content-Length': '0' };
  }
  function escaped({ headers, body }: V2Message, character: string, replacement: string): V2Message {
    const [before, data, after] = body.toString().split(/(?<="data":\[")(.*?)(?="\])/) as [
      string,
      string,
      string,
    ];
    expect(data).toContain(character);
    return { headers, body: Buffer.from(before + data.replaceAll(character, replacement) + after) };
  }
});

describe('raw pixels', () => {
  it.each<[string, unknown[]]>([
    ['UINT8', nested(new Array(3 * 224 * 224).fill(255), [1, 224, 224, 3])],
    ['FP32', new Array(3 * 224 * 224).fill(Math.fround(0.3))],
  ])('of 224 x 224 as %s fit into JSON', async (datatype, data) => {
    const shape = datatype === 'UINT8' ? [1, 224, 224, 3] : [1, 3, 224, 224];
    const tensor = datatype === 'UINT8' ? uint8({ data }, shape) : fp32({ data }, shape);
    expect((await infer(jsonMessage({ inputs: [tensor] }))).outputs.size).toBe(6);
  });

  const expected = async () => (await infer(inJson(await drawing(WIDTH, HEIGHT).png().toBuffer()))).outputs;
  const planar = planes(pixels);
  const planeBytes = fp32Tensor(planar);
  it.each<[string, V2Message]>([
    ['as UINT8 in JSON, flat', jsonMessage({ inputs: [uint8({ data: [...pixels] })] })],
    ['as UINT8 in JSON, nested', jsonMessage({ inputs: [uint8({ data: nested([...pixels], uint8Shape) })] })],
    ['as UINT8, binary', binaryMessage({ inputs: [uint8(size(pixels.length))] }, pixels)],
    ['as FP32 in JSON, flat', jsonMessage({ inputs: [fp32({ data: planar })] })],
    ['as FP32 in JSON, nested', jsonMessage({ inputs: [fp32({ data: nested(planar, fp32Shape) })] })],
    ['as FP32, binary', binaryMessage({ inputs: [fp32(size(planeBytes.length))] }, planeBytes)],
  ])('%s are judged as the same picture in a PNG', async (_, message) => {
    expect((await infer(message)).outputs).toEqual(await expected());
  });

  it.each([
    [1, 1],
    [1, 32_767],
    [32_767, 1],
    [96, 96],
  ])('of %i x %i are judged', async (width, height) => {
    const data = Buffer.alloc(width * height * 3, Buffer.of(255, 0, 0));
    const message = binaryMessage({ inputs: [uint8(size(data.length), [1, height, width, 3])] }, data);
    expect((await infer(message)).outputs.get('prediction')?.values).toEqual(['cat']);
  });
});

describe('a batch', () => {
  it('of photos is answered in its order, with a row for each', async () => {
    const { outputs } = await infer(inJson(red, blue, red));
    expect(outputs.get('prediction')).toEqual({
      datatype: 'BYTES',
      shape: [3],
      values: ['cat', 'dog', 'cat'],
    });
    expect(outputs.get('probabilities')).toEqual({
      datatype: 'FP32',
      shape: [3, 2],
      values: [1, 0, 0, 1, 1, 0],
    });
  });

  it.each([
    ['UINT8', [255, 0, 0, 0, 0, 255], (data: number[]) => uint8({ data }, [2, 1, 1, 3])],
    ['FP32', [1, 0, 0, 0, 0, 1], (data: number[]) => fp32({ data }, [2, 3, 1, 1])],
  ])('of pixels as %s too', async (_, data, tensor) => {
    const { outputs } = await infer(jsonMessage({ inputs: [tensor(data)] }));
    expect(outputs.get('prediction')?.values).toEqual(['cat', 'dog']);
  });

  it('of 32 is answered, and one of 33 refused', async () => {
    const { outputs } = await infer(inJson(...new Array(32).fill(red)));
    expect(outputs.get('is_pet')?.values).toHaveLength(32);
    expect(await refusal(inJson(...new Array(33).fill(red)))).toContain('at most 32 photos');
  });

  it('with a photo that cannot be judged is refused, and the answer says which', async () => {
    const error = await refusal(inJson(red, Buffer.from('text'), blue));
    expect(error).toMatch(/^Photo 2 of 3: .*not an image/);
  });

  it('counts each photo, and is one line of the log', async () => {
    const app = await appUnderTest();
    const { headers, body } = inJson(red, blue, red);
    await post(app, { body, headers: { ...headers, 'X-Request-Id': 'batch' } });
    await post(app, { ...inJson(Buffer.from('text')), headers: { ...headers, 'X-Request-Id': 'bad' } });
    expect(await app.logged('batch')).toMatchObject({ status: 200, photos: 3 });
    expect(await app.logged('bad')).toMatchObject({ status: 400, error_code: 'image_type_unsupported' });
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/^predictions_total{predicted_class="cat"} 2$/m);
    expect(metrics).toMatch(/^predictions_total{predicted_class="dog"} 1$/m);
    expect(metrics).toMatch(/^prediction_errors_total{code="image_type_unsupported"} 1$/m);
    expect(metrics).toContain('path="/v2/models/{model_name}/infer",status="200"} 1');
  });
});

describe('the id', () => {
  it.each(['42', '', 'ü "quoted"'])('%j comes back', async (id) => {
    expect((await infer(jsonMessage({ id, inputs: [image([1], { data: base64(red) })] }))).id).toBe(id);
  });

  it('comes back without halves of surrogate pairs, which other parsers refuse', async () => {
    const body = Buffer.from(inJson(red).body.toString().replace('{', '{"id":"a\\ud83d",'));
    expect((await infer({ headers: {}, body })).id).toBe('a\ufffd');
    const named = Buffer.from('{"inputs":[{"name":"a\\ud83d","datatype":"BYTES","shape":[1],"data":[]}]}');
    expect(await refusal({ headers: {}, body: named })).toContain('no input "a\ufffd"');
  });

  it('and what else is logged of a request holds none either', async () => {
    const app = await appUnderTest();
    // The parser quotes what it cannot read, and cuts it anywhere.
    const body = Buffer.from(`{"a":x${'\u{1F436}'.repeat(20)}`);
    await post(app, { headers: { 'X-Request-Id': 'cut' }, body });
    const { cause } = await app.logged('cut');
    expect(cause).toContain('is not valid JSON');
    expect(Buffer.from(cause as string).toString()).toBe(cause);
  });

  it('of more than 4096 bytes is refused', async () => {
    const of = (id: string) => jsonMessage({ id, inputs: [image([1], { data: base64(red) })] });
    expect((await infer(of('x'.repeat(4096)))).id).toHaveLength(4096);
    expect(await refusal(of('x'.repeat(4097)))).toContain('id may have at most 4096 bytes');
  });

  it('is that of the request where none was given', async () => {
    const response = await post(await appUnderTest(), inJson(red));
    expect((await answerOf(response)).id).toBe(response.headers.get('x-request-id'));
  });
});

describe('null', () => {
  const data = base64(red);
  it.each<[string, object]>([
    ['the id', { id: null }],
    ['the parameters', { parameters: null }],
    ['a parameter', { parameters: { a: null, binary_data_output: null, classification: null } }],
    ['the outputs', { outputs: null }],
    ['the parameters of an input', { inputs: [image([1], { data, parameters: null })] }],
    [
      'each parameter of an input',
      {
        inputs: [
          image([1], {
            data,
            parameters: { content_type: null, binary_data_size: null, shared_memory_region: null },
          }),
        ],
      },
    ],
    ['the parameters of an output', { outputs: outputNames.map((name) => ({ name, parameters: null })) }],
    [
      'a parameter of an output',
      { outputs: outputNames.map((name) => ({ name, parameters: { binary_data: null } })) },
    ],
  ])('for %s is as if it were absent', async (_, more) => {
    const app = await appUnderTest();
    const plain = await answerOf(await post(app, inJson(red)));
    const response = await post(app, jsonMessage({ inputs: [image([1], { data })], ...more }));
    const requestId = response.headers.get('x-request-id');
    expect(await answerOf(response)).toEqual({ ...plain, id: requestId });
  });

  it('for the data is as if it were binary', async () => {
    const element = bytesTensor(red);
    const message = binaryMessage({ inputs: [image([1], { data: null, ...size(element.length) })] }, element);
    expect((await infer(message)).outputs.get('prediction')?.values).toEqual(['cat']);
  });

  it('leaves binary_data_output for the outputs to follow', async () => {
    const outputs = [{ name: 'is_pet', parameters: { binary_data: null } }];
    const message = jsonMessage({
      inputs: [image([1], { data })],
      outputs,
      parameters: { binary_data_output: true },
    });
    const response = await post(await appUnderTest(), message);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
  });
});

describe('outputs', () => {
  const wanting = (outputs: object[] | undefined, parameters?: object) =>
    jsonMessage({ inputs: [image([1], { data: base64(red) })], outputs, parameters });

  it('are those that are wanted, in their order', async () => {
    const { outputs } = await infer(wanting([{ name: 'pet_score' }, { name: 'prediction' }]));
    expect([...outputs.keys()]).toEqual(['pet_score', 'prediction']);
  });

  it('are all of them where none is named', async () => {
    expect((await infer(wanting([]))).outputs.size).toBe(6);
  });

  it('are the same as binary data', async () => {
    const binary = await post(await appUnderTest(), wanting(undefined, { binary_data_output: true }));
    expect(binary.headers.get('content-type')).toBe('application/octet-stream');
    expect((await answerOf(binary)).outputs).toEqual((await infer(wanting(undefined))).outputs);
  });

  it('are binary one by one, against what holds for all', async () => {
    const response = await post(
      await appUnderTest(),
      wanting(
        [
          { name: 'prediction' },
          { name: 'probability', parameters: { binary_data: false } },
          { name: 'probabilities', parameters: { binary_data: true } },
        ],
        { binary_data_output: true },
      ),
    );
    const jsonBytes = Number(response.headers.get('inference-header-content-length'));
    const text = Buffer.from(await response.clone().arrayBuffer()).toString('latin1', 0, jsonBytes);
    const { outputs } = JSON.parse(text) as { outputs: object[] };
    expect(outputs).toEqual([
      { name: 'prediction', datatype: 'BYTES', shape: [1], parameters: { binary_data_size: 7 } },
      { name: 'probability', datatype: 'FP32', shape: [1], data: [1] },
      { name: 'probabilities', datatype: 'FP32', shape: [1, 2], parameters: { binary_data_size: 8 } },
    ]);
    expect((await answerOf(response)).outputs.get('probabilities')?.values).toEqual([1, 0]);
  });

  it('of a bare photo are binary, but JSON for who accepts that alone', async () => {
    const app = await appUnderTest();
    const { headers, body } = photoMessage(red);
    expect((await post(app, { headers, body })).headers.get('content-type')).toBe('application/octet-stream');
    const accepting = await post(app, { headers: { ...headers, Accept: 'application/json' }, body });
    expect(accepting.headers.get('content-type')).toBe('application/json');
    expect((await answerOf(accepting)).outputs.size).toBe(6);
  });

  it('have their probabilities from the session, unrounded', async () => {
    const probabilities = Float32Array.of(0.123456789, 0.876543211);
    const session: Session = {
      run: async () => ({ probabilities, petScore: Math.fround(0.123456789), inferenceMs: 1 }),
      close: async () => {},
    };
    const { outputs } = await infer(inJson(red), { session });
    expect(outputs.get('probabilities')?.values).toEqual([...probabilities]);
    expect(outputs.get('pet_score')?.values).toEqual([Math.fround(0.123456789)]);
    expect(outputs.get('is_pet')?.values).toEqual([false]);
  });
});

describe('a request that is wrong is refused with what is wrong', () => {
  const one = { data: [1, 2, 3] };
  const small = [1, 1, 1, 3];
  const smallPlanes = [1, 3, 1, 1];
  const text = (body: string): V2Message => ({ headers: {}, body: Buffer.from(body) });
  it.each<[string, V2Message, string]>([
    ['that is empty', text(''), 'not valid JSON'],
    ['that is no JSON', text('photo'), 'not valid JSON'],
    ['cut off in a string', text('{"inputs": [{"name": "im'), 'not valid JSON'],
    ['cut off in its data', text('{"inputs": [{"data": [1, 2'), 'not valid JSON'],
    ['cut off in a photo', text(`{"inputs": [{"data": ["${'A'.repeat(5000)}`), 'not valid JSON'],
    ['that is a list', text('[]'), 'it must be object'],
    ['without inputs', text('{}'), "it must have required property 'inputs'"],
    ['with no input', jsonMessage({ inputs: [] }), '/inputs must NOT have fewer than 1 items'],
    ['with two inputs', jsonMessage({ inputs: [uint8(one), uint8(one)] }), 'NOT have more than 1 items'],
    ['whose id is a number', jsonMessage({ id: 1, inputs: [uint8(one)] }), '/id must be string'],
    ['whose parameter is a list', jsonMessage({ parameters: { a: [] }, inputs: [uint8(one)] }), 'must be'],
    [
      'of an input that is not there',
      jsonMessage({ inputs: [{ ...uint8(one), name: 'x' }] }),
      'no input "x"',
    ],
    ['of another type', jsonMessage({ inputs: [{ ...uint8(one), datatype: 'FP32' }] }), 'takes UINT8'],
    ['without a type', jsonMessage({ inputs: [{ ...uint8(one), datatype: undefined }] }), "'datatype'"],
    ['of another rank', jsonMessage({ inputs: [uint8(one, [3])] }), 'takes the shape [-1, -1, -1, 3]'],
    ['of four channels', jsonMessage({ inputs: [uint8(one, [1, 1, 1, 4])] }), 'takes the shape'],
    ['of the other layout', jsonMessage({ inputs: [fp32(one, small)] }), 'takes the shape [-1, 3, -1, -1]'],
    ['of size 0', jsonMessage({ inputs: [uint8(one, [0, 1, 1, 3])] }), '/inputs/0/shape/0 must be >= 1'],
    ['of half a row', jsonMessage({ inputs: [uint8(one, [0.5, 1, 1, 3])] }), 'must be integer'],
    ['of a long side', jsonMessage({ inputs: [uint8(one, [1, 1, 32_768, 3])] }), 'at most 32767'],
    ['with too few numbers', jsonMessage({ inputs: [uint8({ data: [1, 2] }, small)] }), 'must be 3 numbers'],
    ['with too many', jsonMessage({ inputs: [uint8({ data: [1, 2, 3, 4] }, small)] }), 'must be 3 numbers'],
    [
      'of another nesting',
      jsonMessage({ inputs: [uint8({ data: [[1, 2, 3]] }, small)] }),
      'nested as the shape',
    ],
    [
      'of uneven rows',
      jsonMessage({ inputs: [uint8({ data: [[[[1, 2], [3]]]] }, small)] }),
      'nested as the shape',
    ],
    ['with a level of 256', jsonMessage({ inputs: [uint8({ data: [0, 0, 256] }, small)] }), 'there is 256'],
    ['with a negative level', jsonMessage({ inputs: [uint8({ data: [0, 0, -1] }, small)] }), 'there is -1'],
    ['with half a level', jsonMessage({ inputs: [uint8({ data: [0, 0.5, 1] }, small)] }), 'there is 0.5'],
    [
      'with strings for numbers',
      jsonMessage({ inputs: [uint8({ data: ['1', 2, 3] }, small)] }),
      'must be 3 numbers',
    ],
    ['with levels for fractions', jsonMessage({ inputs: [fp32({ data: [0, 1, 255] }, smallPlanes)] }), '255'],
    [
      'with null for a number',
      jsonMessage({ inputs: [fp32({ data: [0, 1, null] }, smallPlanes)] }),
      'must be 3 numbers',
    ],
    [
      'with no number in FP32',
      binaryMessage({ inputs: [fp32(size(12), smallPlanes)] }, fp32Tensor([0, Number.NaN, 1])),
      'there is NaN',
    ],
    ['without data', jsonMessage({ inputs: [uint8({}, small)] }), 'neither data nor binary_data_size'],
    ['whose data is a number', jsonMessage({ inputs: [uint8({ data: 1 }, small)] }), 'data must be array'],
    [
      'with both',
      binaryMessage({ inputs: [uint8({ ...one, ...size(3) }, small)] }, Buffer.of(1, 2, 3)),
      'either data or',
    ],
    [
      'with fewer bytes than it says',
      binaryMessage({ inputs: [uint8(size(3), small)] }, Buffer.of(1, 2)),
      'binary_data_size says 3; 2 bytes follow',
    ],
    [
      'with more bytes than it says',
      binaryMessage({ inputs: [uint8(size(3), small)] }, Buffer.alloc(4)),
      'binary_data_size says 3; 4 bytes follow',
    ],
    [
      'with more bytes than its shape',
      binaryMessage({ inputs: [uint8(size(4), small)] }, Buffer.alloc(4)),
      'takes 3 bytes; there are 4',
    ],
    [
      'with bytes after JSON that is all',
      binaryMessage({ inputs: [uint8(one, small)] }, Buffer.alloc(1)),
      'bytes after the JSON',
    ],
    [
      'of a size that is text',
      jsonMessage({ inputs: [uint8({ parameters: { binary_data_size: '3' } })] }),
      'integer',
    ],
    ['with a photo that is no base64', jsonMessage({ inputs: [image([1], { data: ['ä'] })] }), 'not base64'],
    [
      'with a photo as a data: URL',
      jsonMessage({ inputs: [image([1], { data: ['data:image/png;base64,AAAA'] })] }),
      'not base64',
    ],
    [
      'with a photo that is a number',
      jsonMessage({ inputs: [image([1], { data: [1] })] }),
      'array of strings',
    ],
    ['with two photos for one', jsonMessage({ inputs: [image([1], { data: base64(red, red) })] }), 'says: 1'],
    ['with one photo for two', jsonMessage({ inputs: [image([2], { data: base64(red) })] }), 'says: 2'],
    [
      'with another content type',
      jsonMessage({ inputs: [image([1], { parameters: { content_type: 'str' }, data: ['a'] })] }),
      'must be base64',
    ],
    [
      'with an element that is longer than its tensor',
      binaryMessage({ inputs: [image([1], size(5))] }, Buffer.of(255, 255, 255, 255, 0)),
      'longer than the data',
    ],
    [
      'with an element without its length',
      binaryMessage({ inputs: [image([1], size(2))] }, Buffer.of(1, 0)),
      'longer than the data',
    ],
    [
      'with a second element for one',
      binaryMessage({ inputs: [image([1], size(8))] }, Buffer.alloc(8)),
      'says: 1',
    ],
    [
      'that wants what is not there',
      jsonMessage({ inputs: [uint8(one, small)], outputs: [{ name: 'x' }] }),
      '"x"',
    ],
    [
      'that wants an output twice',
      jsonMessage({ inputs: [uint8(one, small)], outputs: [{ name: 'is_pet' }, { name: 'is_pet' }] }),
      'more than once',
    ],
    [
      'that wants the top classes',
      jsonMessage({
        inputs: [uint8(one, small)],
        outputs: [{ name: 'probabilities', parameters: { classification: 1 } }],
      }),
      'classification is not supported',
    ],
    [
      'whose tensor is in shared memory',
      jsonMessage({ inputs: [uint8({ parameters: { shared_memory_region: 'a' } }, small)] }),
      'shared_memory_region is not supported',
    ],
    [
      'with a length of its JSON that is none',
      { headers: { 'Inference-Header-Content-Length': '-1' }, body: Buffer.from('{}') },
      'must be the number of bytes',
    ],
    [
      'with a length of its JSON beyond its end',
      { headers: { 'Inference-Header-Content-Length': '3' }, body: Buffer.from('{}') },
      'says 3; the body has 2',
    ],
    [
      'that is a bare photo without a header',
      { headers: { 'Content-Type': 'image/png' }, body: red },
      'value 0',
    ],
    ['that is no photo', photoMessage(Buffer.from('photo')), 'not an image'],
    ['that is an empty photo', photoMessage(Buffer.alloc(0)), 'no bytes'],
    ['that is half a photo', photoMessage(red.subarray(0, 60)), 'truncated or corrupt'],
  ])('%s', async (_, message, expected) => {
    expect(await refusal(message)).toContain(expected);
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])(
    'of the type %s',
    async (type) => {
      expect(await refusal({ headers: { 'Content-Type': type }, body: red }, 415)).toContain(
        'application/json',
      );
    },
  );

  it('that is compressed', async () => {
    expect(await refusal({ headers: { 'Content-Encoding': 'gzip' }, body: red }, 415)).toContain('Encoding');
  });

  const withData = (data: string, tensor: object = uint8({}, small)) =>
    text(JSON.stringify({ inputs: [{ ...tensor, data: 0 }] }).replace('"data":0', () => `"data":${data}`));
  const repeated = (pattern: string, bytes = 9e6) => pattern.repeat(Math.floor(bytes / pattern.length));
  const longString = JSON.stringify('A'.repeat(4100));
  it.each<[string, V2Message]>([
    ['empty lists where the data is', withData(repeated('[]'))],
    ['empty objects where the data is', withData(repeated('{}'))],
    ['lists of data', text(`{"inputs":[{${repeated('"data":[],')}"name":"x"}]}`)],
    ['inputs', text(`{"inputs":[${repeated('{"data":[]},')}{}]}`)],
    ['lists of inputs', text(`{${repeated('"inputs":[{"data":[]}],')}"id":"1"}`)],
    ['inputs within each other', text(repeated('{"inputs":['))],
    ['outputs', text(`{"outputs":[${repeated('{"name":""},')}{}]}`)],
    ['parameters', text(`{"parameters":{${repeated('"a":1,')}"b":1}}`)],
    ['numbers', withData(`[${repeated('0,', 600_000)}0]`)],
    ['bytes of one number', withData(`[0.${repeated('1', 5e6)}]`)],
    ['spaces', text(repeated(' ', 5e6))],
    ['short strings', withData(`[${repeated('"",', 3500)}""]`, image([32]))],
    ['long strings', withData(`[${Array(1025).fill(longString).join(',')}]`, image([32]))],
    ['names', text(`{${Array.from({ length: 1025 }, (_, i) => `"${i}":1`)},"inputs":[]}`)],
  ])('with too many %s, and points to binary data', async (_, message) => {
    const error = await refusal(message);
    expect(error).toContain(
      'at most 4194304 bytes, 262144 brackets and commas, and 1024 strings and objects',
    );
    expect(error).toContain('Send larger tensors as binary data (binary_data_size).');
  });

  it.each<[string, V2Message, string]>([
    ['a photo that is the data itself', withData(longString, image([1])), 'data must be array'],
    ['33 photos for 32', withData(`[${Array(33).fill(longString).join(',')}]`, image([32])), 'says: 32'],
    ['a long string for a number', withData(`[${longString},0,0]`), 'must be 3 numbers'],
    [
      'a long string that is named twice',
      withData(`[${longString},"(long string 1)"]`, image([2])),
      'not base64',
    ],
    ['a long string that is no base64', withData(`["${'&'.repeat(5000)}"]`, image([1])), 'not base64'],
  ])('with %s', async (_, message, expected) => {
    expect(await refusal(message)).toContain(expected);
  });

  it('but a long string that nothing reads does no harm', async () => {
    const more = { parameters: { tenant: 'x'.repeat(70_000) } };
    expect(
      (await infer(jsonMessage({ ...more, inputs: [image([1], { data: base64(red) })] }))).outputs.size,
    ).toBe(6);
  });

  it('that is larger than may be', async () => {
    const app = await appUnderTest({ env: { MAX_UPLOAD_BYTES: '100' } });
    const response = await post(app, inJson(red));
    expect([response.status, await jsonOf(response)]).toEqual([
      413,
      { error: 'The request body may have at most 100 bytes.' },
    ]);
  });

  it('before the model is ready', async () => {
    const response = await post(await appUnderTest({ ready: false }), inJson(red));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  });
});
