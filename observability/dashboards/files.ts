import { fileURLToPath } from 'node:url';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { knative } from './knative.ts';
import { model } from './model.ts';
import { node } from './node.ts';
import { service } from './service.ts';
import { slo } from './slo.ts';

/** Where the JSON lies that Grafana is given. */
export const folder = fileURLToPath(new URL('../stack/grafana/dashboards/', import.meta.url));

export const dashboards: readonly Dashboard[] = [service, knative, model, node, slo];

/** Each dashboard's file: its name, and its text. */
export const dashboardFiles = (): Map<string, string> =>
  new Map(
    dashboards.map((dashboard) => [`${dashboard.uid}.json`, `${JSON.stringify(dashboard, undefined, 2)}\n`]),
  );
