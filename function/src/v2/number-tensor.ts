import { invalidRequest } from './invalid-request.ts';

/**
 * Reads a tensor of numbers, flat or nested as its shape is.
 * @param levelOf what is kept of a number, from 0 to 255; throws for one that is not allowed
 * @throws RequestError inference_request_invalid
 */
export function readNumbers(
  data: unknown[],
  shape: readonly number[],
  levelOf: (value: number) => number,
): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = flattened(data, Array.isArray(data[0]) ? shape : [count]);
  if (values === undefined || !values.every((value) => typeof value === 'number')) {
    throw invalidRequest(
      `The data must be ${count} numbers, in one list or nested as the shape [${shape.join(', ')}] is.`,
    );
  }
  const levels = new Uint8Array(count);
  for (let i = 0; i < count; i++) levels[i] = levelOf(values[i] as number);
  return levels;
}

/** The elements of lists of these sizes within each other; undefined where a size is another one. */
function flattened(data: unknown, [size, ...inner]: readonly number[]): unknown[] | undefined {
  if (!Array.isArray(data) || data.length !== size) return undefined;
  if (inner.length === 0) return data;
  const rows = data.map((row) => flattened(row, inner));
  return rows.includes(undefined) ? undefined : (rows as unknown[][]).flat();
}
