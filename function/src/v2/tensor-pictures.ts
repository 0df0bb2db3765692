import { MAX_SIDE_PIXELS } from '../image/limits.ts';
import type { Pixels } from '../image/pixels.ts';
import { decodeBase64InPlace } from '../json/base64.ts';
import { base64Photo, readBinaryStrings, readJsonPhotos } from './byte-strings.ts';
import { invalidRequest } from './invalid-request.ts';
import { readNumbers } from './number-tensor.ts';
import { ANY, type Input, type InputTensor, inputs, MAX_BATCH_SIZE } from './tensors.ts';

/** The content of a tensor: its `data`, with a name for each long string in it, or binary data. */
export type Content =
  | { from: 'json'; data: unknown[]; longStrings: Map<string, Buffer> }
  | { from: 'binary'; bytes: Buffer };

/** An encoded photo, or its pixels. */
export type Picture = Buffer | Pixels;

const CHANNELS = 3;
const LEVELS = 255;

/**
 * The pictures of a tensor, one for each place of its batch. Base64 is decoded into the memory where it stands.
 * @throws RequestError inference_request_invalid
 */
export function picturesOf(tensor: InputTensor, content: Content): Picture[] {
  const input = inputOf(tensor);
  const { shape } = tensor;
  switch (input.datatype) {
    case 'BYTES':
      return photosOf(tensor, content);
    case 'UINT8':
      return split(uint8Levels(shape, content), shape[0]!, shape[1]!, shape[2]!);
    case 'FP32': {
      const [batch, , height, width] = shape as [number, number, number, number];
      return split(interleaved(fp32Levels(shape, content), height * width), batch, height, width);
    }
  }
}

/** @throws RequestError inference_request_invalid */
function inputOf({ name, datatype, shape }: InputTensor): Input {
  const input = inputs.find((known) => known.name === name);
  if (input === undefined) {
    throw invalidRequest(
      `There is no input "${name}"; there are ${inputs.map((known) => known.name).join(', ')}.`,
    );
  }
  if (datatype !== input.datatype) {
    throw invalidRequest(`${name} takes ${input.datatype}; this is ${datatype}.`);
  }
  const wanted: readonly number[] = input.shape;
  // Some clients give each string a dimension of its own.
  const given = datatype === 'BYTES' && shape.length === 2 && shape[1] === 1 ? shape.slice(0, 1) : shape;
  const fits =
    given.length === wanted.length && given.every((size, i) => wanted[i] === ANY || wanted[i] === size);
  if (!fits) {
    throw invalidRequest(`${name} takes the shape [${wanted.join(', ')}]; this is [${shape.join(', ')}].`);
  }
  if (shape[0]! > MAX_BATCH_SIZE) {
    throw invalidRequest(`A request may hold at most ${MAX_BATCH_SIZE} photos; this one holds ${shape[0]}.`);
  }
  if (given.some((size) => size > MAX_SIDE_PIXELS)) {
    throw invalidRequest(
      `A side may have at most ${MAX_SIDE_PIXELS} pixels; the shape is [${shape.join(', ')}].`,
    );
  }
  return input;
}

function photosOf({ shape, parameters }: InputTensor, content: Content): Buffer[] {
  const [batch] = shape as [number];
  const contentType = parameters?.content_type ?? undefined;
  if (contentType !== undefined && contentType !== 'base64') {
    throw invalidRequest('The content_type of BYTES must be base64, or be left out.');
  }
  if (content.from === 'json') return readJsonPhotos(content.data, content.longStrings, batch);
  const elements = readBinaryStrings(content.bytes, batch);
  if (contentType === undefined) return elements;
  return elements.map((element) => base64Photo(decodeBase64InPlace(element)));
}

function uint8Levels(shape: readonly number[], content: Content): Uint8Array {
  if (content.from === 'json') return readNumbers(content.data, shape, levelOfUint8);
  checkBytes(content.bytes, shape, 1);
  return content.bytes;
}

function fp32Levels(shape: readonly number[], content: Content): Uint8Array {
  if (content.from === 'json') return readNumbers(content.data, shape, levelOfFp32);
  const { bytes } = content;
  checkBytes(bytes, shape, Float32Array.BYTES_PER_ELEMENT);
  // It starts anywhere in the body, where no Float32Array may start.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const levels = new Uint8Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  for (let i = 0; i < levels.length; i++) {
    levels[i] = levelOfFp32(view.getFloat32(i * Float32Array.BYTES_PER_ELEMENT, true));
  }
  return levels;
}

function checkBytes(bytes: Buffer, shape: readonly number[], bytesPerElement: number): void {
  const expected = shape.reduce((product, size) => product * size, bytesPerElement);
  if (bytes.length !== expected) {
    throw invalidRequest(
      `The shape [${shape.join(', ')}] takes ${expected} bytes; there are ${bytes.length}.`,
    );
  }
}

function levelOfUint8(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= LEVELS) return value;
  throw invalidRequest(`image_uint8 takes integers from 0 to ${LEVELS}; there is ${value}.`);
}

function levelOfFp32(value: number): number {
  if (value >= 0 && value <= 1) return Math.round(value * LEVELS);
  throw invalidRequest(
    `image_fp32 takes numbers from 0 to 1, the pixels divided by ${LEVELS}; there is ${value}.`,
  );
}

/** Planes of red, green and blue, as they follow each other, to pixels. */
function interleaved(planes: Uint8Array, planePixels: number): Uint8Array {
  const pixels = new Uint8Array(planes.length);
  for (let picture = 0; picture < planes.length; picture += CHANNELS * planePixels) {
    for (let channel = 0; channel < CHANNELS; channel++) {
      const plane = picture + channel * planePixels;
      for (let i = 0; i < planePixels; i++) pixels[picture + i * CHANNELS + channel] = planes[plane + i]!;
    }
  }
  return pixels;
}

function split(pixels: Uint8Array, batch: number, height: number, width: number): Pixels[] {
  const pictureBytes = height * width * CHANNELS;
  return Array.from({ length: batch }, (_, i) => ({
    data: pixels.subarray(i * pictureBytes, (i + 1) * pictureBytes),
    width,
    height,
  }));
}
