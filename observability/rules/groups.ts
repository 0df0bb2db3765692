import { PROJECT } from '../../tools/names.ts';
import { modelAlerts } from './alerts/model.ts';
import { monitoringAlerts } from './alerts/monitoring.ts';
import { nodeAlerts } from './alerts/node.ts';
import { objectiveAlerts } from './alerts/objective.ts';
import { predictionAlerts } from './alerts/predictions.ts';
import { scalingAlerts } from './alerts/scaling.ts';
import { champion } from './champion.ts';
import { counting } from './counting.ts';
import type { Alert, Group } from './rule.ts';
import { month, summaries, trends } from './summaries.ts';

const alerting = (name: string, alerts: readonly Alert[], dashboard?: Group['dashboard']): Group => ({
  ...{ name, interval: '30s', alerts },
  ...(dashboard !== undefined && { dashboard }),
});

/** Every group, by the file that it is written to, for the Knative Services of those names. */
export const filesFor = (services: readonly string[]) => ({
  'recording.yaml': [counting, summaries, trends, month, champion],
  'alerts.yaml': [
    alerting('predictions', predictionAlerts, 'service'),
    alerting('scaling', scalingAlerts, 'knative'),
    alerting('objective', objectiveAlerts, 'slo'),
    alerting('model', modelAlerts, 'model'),
    alerting('node', nodeAlerts, 'node'),
    alerting('monitoring', monitoringAlerts(services)),
  ],
});

/** The files in stack/prometheus/generated. `npx . monitoring deploy` renders them anew for other names. */
export const files: Readonly<Record<string, readonly Group[]>> = filesFor([PROJECT]);

/** Every alert; several may have one name and different labels. */
export const alerts: readonly Alert[] = Object.values(files).flatMap((groups) =>
  groups.flatMap((group) => group.alerts ?? []),
);
