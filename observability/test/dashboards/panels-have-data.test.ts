import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { check } from './check.ts';

type Values = [seconds: number, value: string][];

/** In the place of Prometheus: gives each query the values that a test says, and keeps what was asked. */
async function standIn(
  valuesOf: (query: string) => Values | 'refused',
): Promise<{ url: string; asked: URLSearchParams[] }> {
  const asked: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const parameters = new URLSearchParams(body);
    asked.push(parameters);
    const values = valuesOf(parameters.get('query') ?? '');
    response.end(
      JSON.stringify(
        values === 'refused'
          ? { status: 'error', error: 'many-to-many matching not allowed' }
          : { status: 'success', data: { result: values.length === 0 ? [] : [{ metric: {}, values }] } },
      ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe('npx . monitoring dashboards-check', () => {
  it('asks for every query as Grafana would, and is content when each has a value', async () => {
    const { url, asked } = await standIn(() => [[1, '0']]);
    const { code, stdout, stderr } = await check(url, ['--minutes', '30', '--service', 'dogs']);
    expect(stderr).toBe('');
    expect(stdout).toBe(`${asked.length} queries have data\n`);
    expect(code).toBe(0);
    const queries = asked.map((parameters) => parameters.get('query')!);
    expect(queries.join()).not.toContain('$');
    expect(queries).toContain(
      'sum(sum_over_time(revision:predictions:increase30s{service=~"dogs", namespace=~".*", revision=~".*"}[1800s]))',
    );
    for (const parameters of asked) {
      expect(Number(parameters.get('end')) - Number(parameters.get('start'))).toBe(1800);
    }
  });

  it.each<[string, Values]>([
    ['nothing', []],
    ['what is no number', [[1, 'NaN']]],
  ])('fails for a panel that shows %s, and names it', async (_, values) => {
    const { url } = await standIn((query) => (query.includes('panic_mode') ? values : [[1, '1']]));
    const { code, stdout, stderr } = await check(url);
    expect(stderr).toContain(
      'cats-vs-dogs / Knative / Panic mode: no data: sum by (revision) (kn_revision_panic_mode{',
    );
    expect(stderr).toMatch(/monitoring dashboards-check: 2 of \d+ queries have no data within 60 min\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('leaves out the panels of what is said not to be there, and no others', async () => {
    const { url } = await standIn((query) => (query.includes('kube_') ? [] : [[1, '1']]));
    const { code, stdout } = await check(url, ['--without', 'kube-state-metrics']);
    expect(stdout).toMatch(/^\d+ queries have data; 2 were left out, for there is no kube-state-metrics\n$/);
    expect(code).toBe(0);
  });

  it('fails with what Prometheus says of a query that it refuses', async () => {
    const { url } = await standIn(() => 'refused');
    const { code, stderr } = await check(url);
    expect(stderr).toMatch(
      /^monitoring dashboards-check: Prometheus refuses .*predictions:increase30s.*: many-to-many matching not allowed\n$/,
    );
    expect(code).toBe(1);
  });

  it('fails where no Prometheus answers', async () => {
    const { code, stderr } = await check('http://127.0.0.1:1');
    expect(stderr).toMatch(
      /^monitoring dashboards-check: no Prometheus answers at http:\/\/127\.0\.0\.1:1\//,
    );
    expect(code).toBe(1);
  });

  it.each([
    ['', [], 'PROMETHEUS_URL must be an address as http://localhost:9090, found: '],
    ['localhost:9090', [], 'PROMETHEUS_URL must be an address as http://localhost:9090'],
    ['http://localhost:1', ['--minutes', '0'], '--minutes must be a whole number from 1 to'],
    ['http://localhost:1', ['--without', 'grafana'], '--without must be of queue-proxy, activator,'],
  ])('refuses PROMETHEUS_URL=%s %j', async (url, args, complaint) => {
    const { code, stderr } = await check(url, args);
    expect(stderr).toContain(`monitoring dashboards-check: ${complaint}`);
    expect(code).toBe(2);
  });
});
