import { arrayOf, label, object, probability, sha256, string } from './parts.ts';

const counted = { type: 'integer', minimum: 1 };

/** The schema of GET /model: as function/model.schema.json describes model.json, in this API's spelling. */
export const modelFacts = object({
  name: string,
  version: string,
  labels: arrayOf(label),
  weights: object({ bytes: counted, sha256 }),
  passes: arrayOf(
    object({
      width: counted,
      height: counted,
      accept_probability: probability,
      accept_pet_score: probability,
    }),
  ),
  explains: { type: 'boolean', description: 'Whether it can say where in a photo the reason lies.' },
  thresholds: object({
    review: object({
      probability,
      chosen_on: string,
      answered_accuracy: probability,
      review_share: probability,
    }),
    pet: object({
      score: probability,
      chosen_on: string,
      kept_share: probability,
      caught_share: probability,
    }),
  }),
  evaluation: object(
    {
      data: string,
      count: counted,
      accuracy: probability,
      accuracy_interval95: { ...arrayOf(probability), minItems: 2, maxItems: 2 },
      accuracy_by_label: object({ cat: probability, dog: probability }),
      expected_calibration_error: probability,
      review_share: probability,
      answered_accuracy: probability,
      latency: object({ ms_per_pass: arrayOf({ type: 'number' }), threads: counted, cpu: string }),
    },
    ['latency'],
  ),
  provenance: object({
    git_commit: string,
    created_at: string,
    data_sha256: sha256,
    parameters_sha256: sha256,
    run_id: string,
  }),
});
