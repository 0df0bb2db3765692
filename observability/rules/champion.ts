import serving from '../../function/model/model.json' with { type: 'json' };
import type { Group } from './rule.ts';

const { name, version, weights, provenance } = serving;

/** The model that passed the gate last and was released into function/model, as a series to compare with. */
export const champion: Group = {
  name: 'champion',
  interval: '1m',
  recordings: [
    {
      record: 'champion:model_created_timestamp_seconds',
      expr: `vector(${Date.parse(provenance.createdAt) / 1000})`,
      labels: { name, version, sha256: weights.sha256 },
    },
  ],
};
