import { photosVerbs } from '../function/cli.ts';
import manifest from '../package.json' with { type: 'json' };
import { type Table, verb } from '../tools/cli/table.ts';
import { monitoringVariables, installationVariables as variables } from '../tools/names.ts';

/** Every command. A room declares its verbs; here they get the names of their groups. */
export const table: Table = {
  version: manifest.version,
  summary: 'Tells cats from dogs in photos, and runs everything in this checkout.',
  shortcuts: [
    ...photosVerbs,
    verb(
      'doctor',
      'look at what this machine lacks for the image and Kind',
      () => import('../knative/commands/doctor.ts'),
    ),
  ],
  groups: [
    { name: 'photos', summary: 'classify photos', load: async () => photosVerbs },
    {
      name: 'cluster',
      summary: 'the function on the cluster that kubectl points to',
      variables,
      load: async () => (await import('../knative/cli.ts')).clusterVerbs,
    },
    {
      name: 'kind',
      summary: 'the Kind cluster on this machine, and the function in it',
      variables,
      load: async () => (await import('../knative/cli.ts')).kindVerbs,
    },
    {
      name: 'monitoring',
      summary: 'Prometheus, Alertmanager and Grafana, with their alerts and dashboards',
      variables: monitoringVariables,
      load: async () => (await import('../observability/cli.ts')).monitoringVerbs,
    },
    {
      name: 'model',
      summary: 'data, training, evaluation and release of the model, in Python',
      load: async () => (await import('./model.ts')).modelVerbs(),
    },
    {
      name: 'image',
      summary: 'the container image',
      load: async () => (await import('../knative/cli.ts')).imageVerbs,
    },
    {
      name: 'ci',
      summary: 'the pipeline, its gates, Jenkins',
      load: async () => (await import('../ci/cli.ts')).ciVerbs,
    },
    { name: 'bench', summary: 'benchmarks', load: async () => (await import('./bench.ts')).benchVerbs },
    { name: 'e2e', summary: 'tests on a cluster', load: async () => (await import('./e2e.ts')).e2eVerbs },
    {
      name: 'generate',
      summary: 'write the files that are made from sources',
      load: async () => (await import('./generate.ts')).generateVerbs(table),
    },
  ],
};
