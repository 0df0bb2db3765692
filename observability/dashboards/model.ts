import { BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { percent, usualReviewShare } from '../rules/thresholds.ts';
import { dashboard } from './dashboard.ts';
import { colours, heatmap, stat, table, timeseries } from './defaults.ts';
import { atEachPoint, counted, ours, quantile, shareBy } from './selectors.ts';

const modelInfo = ours('model_info', 'function');
const modelCreated = ours('model_created_timestamp_seconds', 'function');
const confidenceBuckets = counted('revision:prediction_confidence_ratio_bucket:increase30s');

const version = () =>
  stat({
    title: 'Model version',
    description: 'Of the model that is served; two while a rollout is under way.',
    unit: units.NoUnit,
    queries: [{ expr: `count by (version) (${modelInfo})`, legend: '{{version}}' }],
  }).textMode(BigValueTextMode.Name);

const versions = () =>
  stat(
    {
      title: 'Versions served at once',
      description:
        'More than one for longer than a rollout takes: revisions of different models share the traffic.',
      unit: units.Short,
      queries: [{ expr: `count(count by (sha256) (${modelInfo}))` }],
      thresholds: [{ value: 2, color: colours.warning }],
    },
    { sparkline: true },
  );

const age = () =>
  stat({
    title: 'Age of the model',
    description: 'Since it was released.',
    unit: units.Seconds,
    queries: [{ expr: `time() - max(${modelCreated})` }],
  });

const behindChampion = () =>
  stat({
    title: 'Behind the champion',
    description:
      'How much later the newest model of the repository was released than the oldest one that is served; 0 when it is that one.',
    unit: units.Seconds,
    queries: [{ expr: `max(champion:model_created_timestamp_seconds) - min(${modelCreated})` }],
    thresholds: [{ value: 1, color: colours.warning }],
  });

const provenance = () =>
  table(
    {
      title: 'Provenance',
      description:
        'What each revision serves, and what it was made from: `git show` the commit for the code, `dvc pull` at it for the data, MLflow for the run.',
      unit: units.NoUnit,
      queries: [
        {
          expr: `count by (revision, version, git_commit, run_id, data_sha256, parameters_sha256, sha256) (${ours('model_provenance_info', 'function')} * on (instance) group_left (version, sha256) ${modelInfo})`,
        },
      ],
    },
    ['revision', 'version', 'git_commit', 'run_id', 'data_sha256', 'parameters_sha256', 'sha256'],
    'pods',
  );

const builds = () =>
  table(
    {
      title: 'Code',
      description:
        'What code each revision runs, by the commit that it was built from, and on which Node.js.',
      unit: units.NoUnit,
      queries: [
        {
          // `revision` is Knative's; what the function calls so, its commit, Prometheus keeps as exported_revision.
          expr: `count by (revision, exported_revision, version, node) (${ours('build_info', 'function')})`,
        },
      ],
    },
    ['revision', 'version', 'exported_revision', 'node'],
    'pods',
  );

const podsByVersion = () =>
  timeseries(
    {
      title: 'Pods by model version',
      description: 'How a model took over from another.',
      unit: units.Short,
      queries: [{ expr: `count by (version) (${modelInfo})`, legend: '{{version}}' }],
    },
    { stacked: true },
  );

const classDrift = () =>
  timeseries({
    title: 'Drift of the classes',
    description:
      'Share of each class in the last 6 hours, less its share in the last 7 days. Far from zero: other photos come, or the model has changed.',
    unit: units.PercentUnit,
    min: -1,
    max: 1,
    queries: [
      {
        expr: `${counted('service:predicted_class:ratio6h')} - ${counted('service:predicted_class:ratio7d')}`,
        legend: '{{predicted_class}}',
      },
    ],
  });

const doubtDrift = () =>
  timeseries({
    title: 'Drift of doubt',
    description: `Share that needs review, and that is no pet, in the last 6 hours. Of the photos that the threshold of review was chosen on, ${percent(usualReviewShare)} needed review. It rises first when photos become unlike those of the training.`,
    unit: units.PercentUnit,
    queries: [
      { expr: counted('service:prediction_reviews:ratio6h'), legend: 'needs review' },
      { expr: counted('service:prediction_not_pets:ratio6h'), legend: 'not a pet' },
    ],
    thresholds: [{ value: usualReviewShare, color: colours.line }],
  });

const confidenceHeatmap = () =>
  heatmap({
    title: 'Confidence',
    description: 'How many photos got which probability of their class. A model that fits is sure of most.',
    unit: units.PercentUnit,
    queries: [{ expr: atEachPoint(confidenceBuckets, ['le']) }],
  });

const confidenceByRevision = () =>
  timeseries({
    title: 'Confidence by revision, p10',
    description:
      'A tenth of the photos got less. Two revisions that share the traffic get the same kind of photos.',
    unit: units.PercentUnit,
    min: 0.5,
    max: 1,
    queries: [{ expr: quantile(0.1, confidenceBuckets, ['revision']), legend: '{{revision}}' }],
  });

const passes = () =>
  timeseries(
    {
      title: 'Pass that answered',
      description:
        'The first, small one answers what it is sure of; each later one costs four times as much. Here 15 % needed both.',
      unit: units.PercentUnit,
      max: 1,
      queries: [
        {
          expr: shareBy('pass', counted('revision:prediction_passes:increase30s')),
          legend: 'pass {{pass}}',
        },
      ],
    },
    { stacked: true },
  );

export const model = () =>
  dashboard({
    uid: 'cats-vs-dogs-model',
    title: 'Model',
    description: 'Which model is served, where it came from, and whether what it says changes.',
    about: 'service',
    rows: [
      { title: 'In short', panels: [version(), versions(), age(), behindChampion()] },
      { title: 'Provenance', panels: [provenance()] },
      { title: 'Versions', panels: [builds(), podsByVersion()] },
      { title: 'Drift', panels: [classDrift(), doubtDrift()] },
      { title: 'How sure it is', panels: [confidenceHeatmap(), confidenceByRevision(), passes()] },
    ],
  });
