import type { ModelContract } from '../model/contract.ts';
import type { Prediction } from '../model/prediction.ts';
import type { WantedOutput } from './infer-request.ts';
import type { Output } from './tensors.ts';

type Value = string | number | boolean;

const FP32_BYTES = 4;
const LENGTH_BYTES = 4;

/** An answer, and the binary data that follows its JSON, a piece for each output that was wanted so. */
export type InferResponse = { answer: object; binary: Buffer[] };

/** The answer to an inference request: each wanted output, with a row for each prediction. */
export function inferResponse(
  { name, version, labels }: Pick<ModelContract, 'name' | 'version' | 'labels'>,
  id: string,
  wanted: readonly WantedOutput[],
  predictions: readonly Prediction[],
): InferResponse {
  const binary: Buffer[] = [];
  const outputs = wanted.map(({ output, asBinary }) => {
    const { name, datatype, shape } = output;
    const values = predictions.flatMap((prediction) => valuesOf(output, prediction, labels));
    const head = { name, datatype, shape: [predictions.length, ...shape.slice(1)] };
    if (!asBinary) return { ...head, data: values };
    const data = binaryOf(datatype, values);
    binary.push(data);
    return { ...head, parameters: { binary_data_size: data.length } };
  });
  return { answer: { model_name: name, model_version: version, id, outputs }, binary };
}

function valuesOf(output: Output, prediction: Prediction, labels: readonly string[]): Value[] {
  switch (output.name) {
    case 'prediction':
      return [prediction.label];
    case 'probability':
      return [prediction.probability];
    case 'probabilities':
      return labels.map((label) => prediction.probabilities[label]!);
    case 'is_pet':
      return [prediction.isPet];
    case 'pet_score':
      return [prediction.petScore];
    case 'needs_review':
      return [prediction.needsReview];
  }
}

function binaryOf(datatype: Output['datatype'], values: Value[]): Buffer {
  switch (datatype) {
    case 'BYTES':
      return Buffer.concat(
        (values as string[]).flatMap((value) => {
          const text = Buffer.from(value);
          const length = Buffer.alloc(LENGTH_BYTES);
          length.writeUInt32LE(text.length);
          return [length, text];
        }),
      );
    case 'FP32': {
      const bytes = Buffer.alloc(values.length * FP32_BYTES);
      for (const [i, value] of values.entries()) bytes.writeFloatLE(value as number, i * FP32_BYTES);
      return bytes;
    }
    case 'BOOL':
      return Buffer.from(values.map(Number));
  }
}
