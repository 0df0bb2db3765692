import { BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { percent, thresholds, usualReviewShare } from '../rules/thresholds.ts';
import { dashboard } from './dashboard.ts';
import { heatmap, stacked, stat, statWithHistory, table, timeseries } from './panels.ts';
import { atEachPoint, counted, ours, quantile, shareBy } from './selectors.ts';

/** The labels that say where a model comes from. */
const PROVENANCE = [
  'revision',
  'version',
  'git_commit',
  'run_id',
  'data_sha256',
  'parameters_sha256',
  'sha256',
];

const modelInfo = ours('model_info', 'function');
const modelCreated = ours('model_created_timestamp_seconds', 'function');
const confidenceBuckets = counted('revision:prediction_confidence_ratio_bucket:increase30s');

const verdicts = counted('revision:verdicts:increase30s', 'predicted!="unknown"');
/** A revision serves one model. */
const versions = `max by (namespace, service, revision, version) (last_over_time(${modelInfo}[$__range]))`;
const confusion = `sum by (version, predicted, verdict) (sum_over_time(${verdicts}[$__range]) * on (namespace, service, revision) group_left (version) ${versions})`;

export const model = dashboard({
  uid: 'cats-vs-dogs-model',
  title: 'Model',
  description: 'Which model is served, where it came from, and whether what it says changes.',
  about: 'service',
  rows: {
    'In short': [
      stat({
        title: 'Model version',
        description: 'Of the model that is served; two while a rollout is under way.',
        unit: units.NoUnit,
        queries: { '{{version}}': `count by (version) (${modelInfo})` },
      }).textMode(BigValueTextMode.Name),
      statWithHistory({
        title: 'Versions served at once',
        alert: 'ModelVersionSkew',
        description:
          'More than one for longer than a rollout takes: revisions of different models share the traffic.',
        queries: `count(count by (sha256) (${modelInfo}))`,
        limits: { warning: 2 },
      }),
      stat({
        title: 'Age of the model',
        description: 'Since it was released.',
        unit: units.Seconds,
        queries: `time() - max(${modelCreated})`,
      }),
      stat({
        title: 'Behind the champion',
        alert: 'ModelOlderThanChampion',
        description:
          'How much later the newest model of the repository was released than the oldest one that is served; 0 when it is that one.',
        unit: units.Seconds,
        queries: `max(champion:model_created_timestamp_seconds) - min(${modelCreated})`,
        limits: { warning: 1 },
      }),
    ],
    Provenance: [
      table({
        title: 'Provenance',
        description:
          'What each revision serves, and what it was made from: `git show` the commit for the code, `dvc pull` at it for the data, MLflow for the run.',
        unit: units.NoUnit,
        queries: `count by (${PROVENANCE.join(', ')}) (${ours('model_provenance_info', 'function')} * on (instance) group_left (version, sha256) ${modelInfo})`,
        labels: PROVENANCE,
        value: 'pods',
      }),
    ],
    Versions: [
      table({
        title: 'Code',
        description:
          'What code each revision runs, by the commit that it was built from, and on which Node.js.',
        unit: units.NoUnit,
        // `revision` is Knative's; what the function calls so, its commit, Prometheus keeps as exported_revision.
        queries: `count by (revision, exported_revision, version, node) (${ours('build_info', 'function')})`,
        labels: ['revision', 'version', 'exported_revision', 'node'],
        value: 'pods',
      }),
      stacked({
        title: 'Pods by model version',
        description: 'How a model took over from another.',
        queries: { '{{version}}': `count by (version) (${modelInfo})` },
      }),
    ],
    Drift: [
      timeseries({
        title: 'Drift of the classes',
        alert: 'PredictedClassDrift',
        description:
          'Share of each class in the last 6 hours, less its share in the last 7 days. Far from zero: other photos come, or the model has changed.',
        unit: units.PercentUnit,
        min: -1,
        max: 1,
        queries: {
          '{{predicted_class}}': `${counted('service:predicted_class:ratio6h')} - ${counted('service:predicted_class:ratio7d')}`,
        },
      }),
      timeseries({
        title: 'Drift of doubt',
        alert: 'ReviewShareDrift',
        description: `Share that needs review, and that is no pet, in the last 6 hours. Of the photos that the threshold of review was chosen on, ${percent(usualReviewShare)} needed review. It rises first when photos become unlike those of the training.`,
        unit: units.PercentUnit,
        queries: {
          'needs review': counted('service:prediction_reviews:ratio6h'),
          'not a pet': counted('service:prediction_not_pets:ratio6h'),
        },
        limits: { line: usualReviewShare },
      }),
    ],
    Verdicts: [
      timeseries({
        title: 'Answers without review that people corrected',
        alert: 'UnseenAnswersCorrected',
        description: `Share of the answers without review that people corrected, of those on which they gave a verdict in the last 7 days. The model card promises ${percent(thresholds.correctedShare.value)}. People look at what seems wrong to them first, so the share is rather too high.`,
        unit: units.PercentUnit,
        queries: { corrected: counted('service:corrected_answers:ratio7d') },
        limits: { line: thresholds.correctedShare.value },
      }),
      stat({
        title: 'Verdicts on answers without review',
        description: 'In the last 7 days. With fewer than 50 the share beside it says little.',
        queries: `sum(${counted('service:unseen_verdicts:count7d')})`,
      }),
      table({
        title: 'Confusion by model version',
        description:
          'Verdicts within the time shown, by what the answer said and what people say. Neither: no pet.',
        unit: units.NoUnit,
        queries: confusion,
        labels: ['version', 'predicted', 'verdict'],
        value: 'verdicts',
      }),
    ],
    'How sure it is': [
      heatmap({
        title: 'Confidence',
        description:
          'How many photos got which probability of their class. A model that fits is sure of most.',
        unit: units.PercentUnit,
        queries: atEachPoint(confidenceBuckets, 'le'),
      }),
      timeseries({
        title: 'Confidence by revision, p10',
        description:
          'A tenth of the photos got less. Two revisions that share the traffic get the same kind of photos.',
        unit: units.PercentUnit,
        min: 0.5,
        max: 1,
        queries: { '{{revision}}': quantile(0.1, confidenceBuckets, 'revision') },
      }),
      stacked({
        title: 'Pass that answered',
        description:
          'The first, small one answers what it is sure of; each later one costs four times as much. Here 15 % needed both.',
        unit: units.PercentUnit,
        max: 1,
        queries: { 'pass {{pass}}': shareBy('pass', counted('revision:prediction_passes:increase30s')) },
      }),
    ],
  },
});
