import { expect } from 'vitest';
import type { V2Answer } from '../../../harness/v2-messages.ts';
import type { HttpAnswer, TensorMetadata } from './v2-server.ts';

/** The body of an answer. */
export const json = ({ body }: HttpAnswer) => JSON.parse(body.toString()) as Record<string, unknown>;

/** Asserts a status and a body of a refusal. */
export function expectError(answer: HttpAnswer, status?: number): void {
  const text = `${answer.status} ${answer.body}`;
  expect(text).toMatch(status === undefined ? /^4\d\d / : new RegExp(`^${status} `));
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(json(answer), text).toEqual({ error: expect.stringMatching(/\S/) });
}

export function expectSameOutputs(found: V2Answer, expected: V2Answer): void {
  expect(expected.outputs.size).toBeGreaterThan(0);
  expect(found.outputs).toEqual(expected.outputs);
}

/** Every output has the type and the fixed sides of its metadata, and as many values as its shape says. */
export function expectOutputs({ outputs }: V2Answer, metadata: readonly TensorMetadata[]): void {
  expect([...outputs.keys()]).toEqual(metadata.map(({ name }) => name));
  for (const { name, datatype, shape } of metadata) {
    const output = outputs.get(name)!;
    expect(output.datatype, name).toBe(datatype);
    expect(
      output.shape.map((size, i) => (shape[i] === -1 ? -1 : size)),
      name,
    ).toEqual(shape);
    expect(output.values, name).toHaveLength(output.shape.reduce((product, size) => product * size, 1));
  }
}
