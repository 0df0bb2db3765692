import { BINARY } from '../../harness/corpus/events.ts';
import { MULTIPART, multipart, photoForm } from '../../harness/corpus/multipart.ts';
import { binaryMessage, bytesTensor, jsonMessage, photoMessage } from '../../harness/v2-messages.ts';
import { fileOf, type Picture } from './picture.ts';

/** What a request is made of: it can be kept as JSON, and makes the same request again. */
export type Recipe = {
  way: keyof typeof ways;
  pictures?: Picture[];
  /** The JSON of a v2 tensor's data: a pattern, again and again. */
  data?: { pattern: string; bytes: number; datatype: string; shape: number[] };
  /** Of the body, what is left of it, or the places of bits that are changed; from 0 to 1. */
  damage?: { left?: number; flips?: number[] };
};

export type Request = { recipe: Recipe; path: string; headers: Record<string, string>; body: Buffer };
type Message = Pick<Request, 'path' | 'headers' | 'body'>;

const V2 = '/v2/models/cats-vs-dogs/infer';
const form = (photos: readonly Buffer[]) =>
  multipart(photos.map((data, index) => ({ name: 'file', filename: `${index}.jpg`, data })));
const image = (count: number, more: object) => ({
  inputs: [{ name: 'image', datatype: 'BYTES', shape: [count], ...more }],
});

/** The ways into the function. */
export const ways = {
  photo: ([photo]: Buffer[]) => ({ path: '/predict', headers: {}, body: photo! }),
  form: ([photo]: Buffer[]) => ({
    path: '/predict',
    headers: { 'content-type': MULTIPART },
    body: photoForm(photo!),
  }),
  explain: ([photo]: Buffer[]) => ({ path: '/predict?explain=true', headers: {}, body: photo! }),
  overlay: ([photo]: Buffer[]) => ({ path: '/explain', headers: {}, body: photo! }),
  batch: (photos: Buffer[]) => ({
    path: '/predict/batch',
    headers: { 'content-type': MULTIPART },
    body: form(photos),
  }),
  lines: (photos: Buffer[]) => ({
    path: '/predict/batch',
    headers: { 'content-type': MULTIPART, accept: 'application/x-ndjson' },
    body: form(photos),
  }),
  v2Photo: ([photo]: Buffer[]) => ({ path: V2, ...photoMessage(photo!) }),
  v2Binary(photos: Buffer[]) {
    const tensor = bytesTensor(...photos);
    const request = image(photos.length, { parameters: { binary_data_size: tensor.length } });
    return { path: V2, ...binaryMessage(request, tensor) };
  },
  v2Json: (photos: Buffer[]) => ({
    path: V2,
    ...jsonMessage(image(photos.length, { data: photos.map((photo) => photo.toString('base64')) })),
  }),
  v2Data: (_: Buffer[], { data }: Recipe) => ({ path: V2, ...dataMessage(data!) }),
  event: ([photo]: Buffer[]) => ({
    path: '/events',
    headers: { ...BINARY, 'content-type': 'image/jpeg' },
    body: photo!,
  }),
  eventJson: ([photo]: Buffer[]) => ({
    path: '/events',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: Buffer.from(
      JSON.stringify({
        specversion: '1.0',
        id: '1',
        source: '/a',
        type: 't',
        data_base64: photo!.toString('base64'),
      }),
    ),
  }),
} satisfies Record<string, (photos: Buffer[], recipe: Recipe) => Message>;

function dataMessage({ pattern, bytes, datatype, shape }: NonNullable<Recipe['data']>) {
  const head = `{"inputs":[{"name":"x","datatype":"${datatype}","shape":${JSON.stringify(shape)},"data":`;
  const body = Buffer.concat([Buffer.from(head), Buffer.alloc(bytes, pattern), Buffer.from('}]}')]);
  return { headers: { 'content-type': 'application/json' }, body };
}

export async function requestOf(recipe: Recipe): Promise<Request> {
  const photos: Buffer[] = [];
  // One after the other: the pixels of a large one take as much memory as the machine may have.
  for (const picture of recipe.pictures ?? []) photos.push(await fileOf(picture));
  const message: Message = ways[recipe.way](photos, recipe);
  const headers = { 'content-type': 'application/octet-stream', ...lowerCase(message.headers) };
  return { ...message, recipe, headers, body: damaged(message.body, recipe.damage) };
}

const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function damaged(body: Buffer, { left = 1, flips = [] }: Recipe['damage'] = {}): Buffer {
  const copy = Buffer.from(body.subarray(0, Math.ceil(body.length * left)));
  for (const place of flips) copy[Math.floor(place * copy.length)]! ^= 1 << (Math.floor(place * 8e6) % 8);
  return copy;
}
