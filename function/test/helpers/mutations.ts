import fc from 'fast-check';

/** Tokens that parsers of JSON, of multipart and of binary tensors look for. */
const tokens = [
  ...'[]{}",:\\-.0',
  'null',
  'true',
  '1e999',
  '-1',
  '4294967296',
  '"data"',
  '"inputs"',
  '"shape"',
  '"parameters"',
  '"binary_data_size"',
  '\\u0000',
  '\r\n',
  '--',
  'Content-Disposition: form-data; name="file"\r\n',
].map((token) => Buffer.from(token));
const bytes = [Buffer.of(0), Buffer.of(255), Buffer.of(255, 255, 255, 127), Buffer.of(0, 0, 0, 128)];

const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.record({
  kind: fc.constantFrom('insert', 'overwrite', 'remove', 'repeat', 'truncate'),
  at: place,
  until: place,
  piece: fc.oneof(
    fc.constantFrom(...tokens, ...bytes),
    fc.uint8Array({ maxLength: 8 }).map((array) => Buffer.from(array)),
  ),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(message: Buffer, { kind, at, until, piece }: Edit): Buffer {
  const start = Math.floor(Math.min(at, until) * message.length);
  const end = Math.floor(Math.max(at, until) * message.length);
  const [before, between, after] = [
    message.subarray(0, start),
    message.subarray(start, end),
    message.subarray(end),
  ];
  switch (kind) {
    case 'insert':
      return Buffer.concat([before, piece, between, after]);
    case 'overwrite':
      return Buffer.concat([before, piece, message.subarray(Math.min(start + piece.length, message.length))]);
    case 'remove':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, between, between, after]);
    case 'truncate':
      return before;
  }
}

/** One of the seeds with a few edits, which shrink to fewer. */
export function mutated<Seed extends { body: Buffer }>(seeds: readonly Seed[]): fc.Arbitrary<Seed> {
  return fc
    .record({ seed: fc.constantFrom(...seeds), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) })
    .map(({ seed, edits }) => ({ ...seed, body: edits.reduce(apply, seed.body) }));
}

/** How many messages a fuzz test tries: FUZZ_RUNS, or a number that takes seconds. */
export const fuzzRuns = (usual: number): number => Number(process.env.FUZZ_RUNS ?? usual);
