/** The dimension of a shape that is not fixed. */
export const ANY = -1;
/** Photos in one request. */
export const MAX_BATCH_SIZE = 32;

export type TensorMetadata = { name: string; datatype: string; shape: readonly number[] };

export type Parameters = Record<string, string | number | boolean | null>;

/** An input as a request gives it, with a name for each long string in its data. */
export type InputTensor = {
  name: string;
  shape: number[];
  datatype: string;
  parameters?: Parameters | null;
  data?: unknown[] | null;
};

/** The ways in which photos come in; a request uses one of them. */
export const inputs = [
  { name: 'image', datatype: 'BYTES', shape: [ANY] },
  { name: 'image_uint8', datatype: 'UINT8', shape: [ANY, ANY, ANY, 3] },
  { name: 'image_fp32', datatype: 'FP32', shape: [ANY, 3, ANY, ANY] },
] as const satisfies readonly TensorMetadata[];

export type Input = (typeof inputs)[number];

/** What is told of each photo, by the names of `POST /predict`. */
export const outputs = [
  { name: 'prediction', datatype: 'BYTES', shape: [ANY] },
  { name: 'probability', datatype: 'FP32', shape: [ANY] },
  { name: 'probabilities', datatype: 'FP32', shape: [ANY, 2] },
  { name: 'is_pet', datatype: 'BOOL', shape: [ANY] },
  { name: 'pet_score', datatype: 'FP32', shape: [ANY] },
  { name: 'needs_review', datatype: 'BOOL', shape: [ANY] },
] as const satisfies readonly TensorMetadata[];

export type Output = (typeof outputs)[number];

/** What the metadata of the model tells beside names, types and shapes. */
export const inputProperties = {
  inputs: 'exactly one a request',
  image: 'JPEG, PNG, WebP, GIF, AVIF, HEIC or TIFF; in JSON as base64',
  image_uint8: 'sRGB, layout NHWC, any height and width',
  image_fp32: 'sRGB divided by 255, from 0 to 1, layout NCHW, any height and width',
  max_batch_size: String(MAX_BATCH_SIZE),
};
