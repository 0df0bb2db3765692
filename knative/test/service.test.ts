import { expect, it } from 'vitest';
import { type KnativeService, revisionsOf, templateOf } from '../service/service.ts';

it('the template of a revision is without what Knative wrote on it, and with all that was in the template', () => {
  const spec = { containers: [{ image: 'dev.local/cats-vs-dogs:1' }] };
  const revision = {
    metadata: {
      name: 'cats-vs-dogs-00001',
      labels: { 'serving.knative.dev/configuration': 'cats-vs-dogs', app: 'cats-vs-dogs' },
      annotations: {
        'serving.knative.dev/creator': 'somebody',
        'serving.knative.dev/progress-deadline': '120s',
        'autoscaling.knative.dev/min-scale': '0',
      },
    },
    spec,
  };
  expect(templateOf(revision)).toEqual({
    metadata: {
      labels: { app: 'cats-vs-dogs' },
      annotations: {
        'serving.knative.dev/progress-deadline': '120s',
        'autoscaling.knative.dev/min-scale': '0',
      },
    },
    spec,
  });
});

it('a tag is answered by its own revision, and the main address by all with traffic', () => {
  const service: KnativeService = {
    metadata: { name: 'cats-vs-dogs', resourceVersion: '1', generation: 1 },
    spec: { template: { spec: { containers: [] } } },
    status: {
      traffic: [
        { revisionName: 'old', percent: 90 },
        { revisionName: 'new', percent: 10, tag: 'candidate' },
        { revisionName: 'none', percent: 0 },
      ],
    },
  };
  expect(revisionsOf(service)).toEqual(['old', 'new']);
  expect(revisionsOf(service, 'candidate')).toEqual(['new']);
});
