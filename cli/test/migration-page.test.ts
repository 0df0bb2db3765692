import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errors } from '../../function/src/errors.ts';
import { openApiDocument } from '../../function/src/openapi/document.ts';
import { alerts } from '../../observability/rules/groups.ts';
import { root } from '../../tools/names.ts';
import { formerTargets } from '../former-targets.ts';

const page = readFileSync(path.join(root, 'docs/migration.md'), 'utf8');
const metrics = readFileSync(path.join(root, 'function/src/telemetry/metrics.ts'), 'utf8');

/** The first two cells of each row of a section's table. */
function rowsOf(section: string): [former: string, now: string][] {
  const text = page.split(`## ${section}\n`)[1]!.split('\n## ')[0]!;
  const rows = [...text.matchAll(/^\| ?(.*?) ?\| (.*?) (?:\||$)/gm)].slice(2);
  return rows.map(([, former, now]) => [former!, now!]);
}

const FORMER_PATHS = ['/', '/health', '/ready', '/metrics', '/docs', '/redoc', '/openapi.json', '/predict'];
const FORMER_ALERTS = [
  ...['HighPredictionRate', 'HighPredictionErrorRate', 'HighPredictionLatency', 'CriticalPredictionLatency'],
  ...['NoPredictions', 'PodNotReady', 'PodCrashLooping', 'DeploymentReplicasMismatch', 'HPAAtMaxCapacity'],
  ...['HighCPUUsage', 'CriticalCPUUsage', 'HighMemoryUsage', 'CriticalMemoryUsage', 'HighDiskUsage'],
];
const FORMER_FIELDS = ['prediction', 'probability', 'confidence', 'probabilities', 'inference_time_ms'];

describe('docs/migration.md', () => {
  const { paths, components } = openApiDocument('0.0.0');

  it('has every former path', () => {
    const former = rowsOf('Paths').map(([cell]) => cell.replace(/`(GET|POST) |`/g, ''));
    expect(former).toEqual(expect.arrayContaining(FORMER_PATHS));
  });

  it.each(rowsOf('Paths').map(([, now]) => now))('names a path that there is: %s', (cell) => {
    const [, method, place] = /^`(\w+) (\S+)`$/.exec(cell)!;
    expect(paths).toHaveProperty([place!, method!.toLowerCase()]);
  });

  it('has every former field of an answer, each still there', () => {
    expect(rowsOf('Fields').map(([cell]) => cell.replaceAll('`', ''))).toEqual(FORMER_FIELDS);
    expect(Object.keys(components.schemas.Prediction.properties)).toEqual(
      expect.arrayContaining(FORMER_FIELDS),
    );
  });

  it('names the status of each code', () => {
    const named = [...page.matchAll(/(\d{3}) `(\w+)`/g)].map(([, status, code]) => [code, Number(status)]);
    expect(named).toHaveLength(5);
    for (const [code, status] of named) expect(errors[code as keyof typeof errors]?.[0]).toBe(status);
  });

  it.each(rowsOf('Metrics').map(([cell]) => /`(\w+)/.exec(cell)![1]!))('names a metric: %s', (name) =>
    expect(metrics).toContain(`'${name}'`),
  );

  it('has every former alert, and names alerts that there are', () => {
    expect(rowsOf('Alerts').map(([former]) => former)).toEqual(FORMER_ALERTS);
    const names = alerts.map(({ name }) => name);
    for (const [, now] of rowsOf('Alerts')) expect(names).toContain(now.split(':')[0]);
  });

  it('names targets of the former Makefile with their scripts', () => {
    for (const [former, now] of rowsOf('Commands')) {
      const targets = [...former.matchAll(/`make ([\w-]+)`/g)].map(([, target]) => target!);
      const scripts = [...now.matchAll(/`npm run ([\w:-]+)`/g)].map(([, script]) => script);
      expect(targets.map((target) => formerTargets[target])).toEqual(scripts);
    }
  });

  it('says how the other targets are called now', () => {
    const exceptions = rowsOf('Commands').flatMap(([former]) =>
      [...former.matchAll(/`make ([\w-]+)`/g)].map(([, target]) => target),
    );
    for (const [target, script] of Object.entries(formerTargets)) {
      if (exceptions.includes(target)) continue;
      expect(script).toBe(target.replace(/^(kind|monitoring)-/, '$1:'));
    }
  });
});
