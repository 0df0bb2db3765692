import type { Case } from '../cases.ts';
import { modelCases } from './model.ts';
import { monitoringCases } from './monitoring.ts';
import { nodeCases } from './node.ts';
import { objectiveCases } from './objective.ts';
import { predictionCases } from './predictions.ts';
import { scalingCases } from './scaling.ts';

export const cases: readonly Case[] = [
  ...predictionCases,
  ...scalingCases,
  ...objectiveCases,
  ...modelCases,
  ...nodeCases,
  ...monitoringCases,
];
