import { MAX_VERDICTS, VERDICT_CLASSES, WORD } from '../verdicts/verdict.ts';
import {
  arrayOf,
  bodyErrors,
  closed,
  photoOperation,
  probability,
  problems,
  ref,
  response,
  sha256,
  tags,
} from './parts.ts';

const example = {
  photo_sha256: '0c0ef9b3a55ae4c4b9c3f4a1f1f5b0a0b5a1f7f6d0a4e3c2b1a0f9e8d7c6b5a4',
  verdict: 'dog',
  predicted: 'cat',
  probability: 0.9912,
  model: '1.3.0',
  source: 'page',
};

const photoClass = { type: 'string', enum: VERDICT_CLASSES };
const word = { type: 'string', pattern: WORD.source };
const count = { type: 'integer', minimum: 0 };

/** What may be absent may be null: some encoders write it for that. */
const orNull = <Schema extends { type: string; enum?: readonly string[] }>(schema: Schema) => ({
  ...schema,
  type: [schema.type, 'null'],
  ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
});

export const verdictsPath = photoOperation(
  {
    operationId: 'sendVerdicts',
    tags: [tags.verdicts],
    summary: 'Send what people see in photos',
    description:
      `One verdict, a list of at most ${MAX_VERDICTS}, or one on each line. Where one is wrong none is taken, and ` +
      '`errors` names each wrong row. A verdict that the process had already, for the same photo and model, is not ' +
      'counted again. No photo and no name of a person is kept. `VERDICTS=off` switches the path off.',
  },
  {
    'application/json': { schema: { anyOf: [ref('Verdict'), arrayOf(ref('Verdict'))] }, example },
    'application/x-ndjson': { schema: { type: 'string', description: 'A `Verdict` on each line.' } },
  },
  response('How many were taken', {
    'application/json': { schema: ref('VerdictsTaken'), example: { accepted: 1, repeated: 0 } },
  }),
  problems([...bodyErrors, 'verdict_invalid', 'verdicts_too_many', 'not_found']),
);

export const verdictSchemas = {
  Verdict: closed(
    {
      photo_sha256: { ...sha256, description: 'As the answer has it.' },
      verdict: { ...photoClass, description: 'What the photo shows, as a person sees it.' },
      predicted: {
        ...orNull(photoClass),
        description: 'What the answer said; `neither` where `is_pet` was false.',
      },
      probability: orNull(probability),
      needs_review: {
        ...orNull({ type: 'boolean' }),
        description: 'As the answer had it; without it `probability` decides.',
      },
      model: { ...orNull(word), description: 'The version of the model that gave the answer.' },
      source: { ...orNull(word), description: 'Where the verdict comes from, as `page`. Not a person.' },
    },
    ['predicted', 'probability', 'needs_review', 'model', 'source'],
  ),
  VerdictsTaken: closed({
    accepted: { ...count, description: 'New ones, and those that changed.' },
    repeated: { ...count, description: 'Those that the process had already.' },
  }),
};
