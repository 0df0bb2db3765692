import { modelAlerts } from './alerts/model.ts';
import { monitoringAlerts } from './alerts/monitoring.ts';
import { nodeAlerts } from './alerts/node.ts';
import { objectiveAlerts } from './alerts/objective.ts';
import { predictionAlerts } from './alerts/predictions.ts';
import { scalingAlerts } from './alerts/scaling.ts';
import { champion } from './champion.ts';
import { counting } from './counting.ts';
import type { Alert, Group } from './rule.ts';
import { summaries, trends } from './summaries.ts';

const alerting = (name: string, alerts: readonly Alert[]): Group => ({ name, interval: '30s', alerts });

const alertGroups: readonly Group[] = [
  alerting('predictions', predictionAlerts),
  alerting('scaling', scalingAlerts),
  alerting('objective', objectiveAlerts),
  alerting('model', modelAlerts),
  alerting('node', nodeAlerts),
  alerting('monitoring', monitoringAlerts),
];

/** Every group, by the file that it is written to. */
export const files: Readonly<Record<string, readonly Group[]>> = {
  'recording.yaml': [counting, summaries, trends, champion],
  'alerts.yaml': alertGroups,
};

/** Every alert; several may have one name and different labels. */
export const alerts: readonly Alert[] = alertGroups.flatMap((group) => group.alerts ?? []);
