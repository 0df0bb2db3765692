import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf, root } from '../../tools/names.ts';
import { render } from '../deploy/overlay.ts';
import { knativeFolder } from '../names.ts';
import { kubectlIsHere } from './kubectl-here.ts';

it.runIf(kubectlIsHere('func.yaml against the Service'))(
  'func.yaml deploys with the same limits and scale as the Service',
  async () => {
    const { service } = await render(new Kubectl(), path.join(knativeFolder, 'base'), installationOf({}));
    const { template } = service.spec;
    const { deploy, name, run } = parse(readFileSync(path.join(root, 'func.yaml'), 'utf8'));
    const annotation = (key: string) => template.metadata?.annotations?.[`autoscaling.knative.dev/${key}`];
    const { requests, limits } = template.spec.containers[0]!.resources as Record<string, object>;
    expect(deploy.options).toEqual({
      scale: {
        min: Number(annotation('min-scale')),
        max: Number(annotation('max-scale')),
        metric: annotation('metric'),
        target: Number(annotation('target')),
        utilization: Number(annotation('target-utilization-percentage')),
      },
      resources: {
        requests,
        limits: { ...limits, concurrency: template.spec.containerConcurrency },
      },
    });
    expect(name).toBe('cats-vs-dogs');
    const deadline = 'serving.knative.dev/progress-deadline';
    expect(deploy.annotations).toEqual({ [deadline]: template.metadata?.annotations?.[deadline] });
    // func does not read function.env.
    const configuration = readFileSync(path.join(knativeFolder, 'base/function.env'), 'utf8');
    for (const { name: variable, value } of run.envs)
      expect(configuration).toContain(`${variable}=${value}\n`);
    expect(deploy.healthEndpoints).toEqual({
      liveness: (template.spec.containers[0]!.livenessProbe as { httpGet: { path: string } }).httpGet.path,
      readiness: (template.spec.containers[0]!.readinessProbe as { httpGet: { path: string } }).httpGet.path,
    });
  },
);
