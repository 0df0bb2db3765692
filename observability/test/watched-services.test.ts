import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubectlIsHere } from '../../knative/test/kubectl-here.ts';
import { UsageError } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { render } from '../stack/manifests.ts';
import { watchedServices, withServices } from '../stack/watched-services.ts';

// biome-ignore lint/suspicious/noExplicitAny: what shape it has, is what is checked
type Any = any;

describe('the Services to watch', () => {
  it.each<[Record<string, string>, string[]]>([
    [{}, ['cats-vs-dogs']],
    [{ SERVICE_NAME: 'second' }, ['second']],
    [{ SERVICE_NAME: 'second', WATCHED_SERVICES: 'one, two,' }, ['one', 'two']],
  ])('of %j are %j', (env, services) => expect(watchedServices(env)).toEqual(services));

  it('are refused when one is no name of a Service', () => {
    expect(() => watchedServices({ WATCHED_SERVICES: 'one,Two' })).toThrow(UsageError);
    expect(() => watchedServices({ WATCHED_SERVICES: 'a"} or {' })).toThrow(UsageError);
  });
});

describe.runIf(kubectlIsHere('the monitoring of other Services'))(
  'the monitoring of other Services',
  async () => {
    const all = await render({ kubectl: new Kubectl(), namespace: 'cats-vs-dogs-monitoring' }, []);
    const filesOf = (manifests: Any[], name: string): Record<string, Any> => {
      const { data } = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
      return Object.fromEntries(Object.entries(data).map(([file, text]) => [file, parse(text as string)]));
    };
    /** Whether Prometheus keeps a pod with that label and Service, as its configuration says. */
    const keeps = (manifests: Any[], application: string, service: string) => {
      const { scrape_configs: jobs } = filesOf(manifests, 'prometheus')['prometheus.yaml'];
      return ['function', 'queue-proxy'].map((name) => {
        const { relabel_configs } = jobs.find(({ job_name }: Any) => job_name === name);
        const step = relabel_configs.find(({ source_labels }: Any) =>
          source_labels.includes('__meta_kubernetes_pod_label_serving_knative_dev_service'),
        );
        return new RegExp(`^(?:${step.regex})$`).test(`${application};${service}`);
      });
    };
    const changed = withServices(all, ['one', 'two']);

    it('scrapes them by name, every function that deploy brought by its label, and nothing else', () => {
      expect(keeps(changed, '', 'one')).toEqual([true, true]);
      expect(keeps(changed, '', 'two')).toEqual([true, true]);
      expect(keeps(changed, 'cats-vs-dogs', 'three')).toEqual([true, true]);
      expect(keeps(changed, '', 'three')).toEqual([false, false]);
      expect(keeps(changed, 'another', 'cats-vs-dogs')).toEqual([false, false]);
    });

    it('tells when Prometheus does not see one of them', () => {
      const exprs = filesOf(changed, 'prometheus-rules')['alerts.yaml'].groups.flatMap(({ rules }: Any) =>
        rules.flatMap(({ alert, expr }: Any) => (alert === 'FunctionNotScraped' ? [expr] : [])),
      );
      expect(exprs).toEqual([expect.stringContaining('service=~"one|two"')]);
      expect(JSON.stringify(exprs)).not.toContain('cats-vs-dogs');
    });

    it('is that of the manifests where only the default one is watched', () => {
      const same = withServices(all, ['cats-vs-dogs']);
      for (const name of ['prometheus', 'prometheus-rules']) {
        expect(filesOf(same, name)).toEqual(filesOf(all, name));
      }
      const others = (manifests: Any[]) =>
        manifests.filter(({ metadata }) => !['prometheus', 'prometheus-rules'].includes(metadata.name));
      expect(others(same)).toEqual(others(all));
    });
  },
);
