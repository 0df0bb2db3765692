import { markdownTable } from '../../tools/table.ts';
import type { Machine } from './machine.ts';
import type { LoadFigures, Measurement } from './measure.ts';
import type { Parts } from './server-log.ts';

const fixed = (value: number, digits = 1): string => value.toFixed(digits);
const megabytes = (bytes: number): string => `${fixed(bytes / 1e6, 0)} MB`;

/** The measurement as tables for a terminal. */
export function report(machine: Machine, photos: string, measurement: Measurement): string {
  const { startUp, model } = measurement;
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}`,
    `model ${model.name} ${model.version}; photos ${photos}`,
    '',
    markdownTable(
      ['photo', 'clients', 'predictions/s', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms each', 'generator'],
      [
        ...measurement.single.map((load) => ['500x375', ...loadCells(load)]),
        ['mix', ...loadCells(measurement.mix)],
      ],
    ),
    '',
    markdownTable(
      [
        'where the time goes, median ms',
        'total',
        'receive and parse',
        'decode',
        'inference',
        'other',
        'passes: requests',
      ],
      [
        ['500x375, 1 client', ...partCells(measurement.parts.single)],
        ['mix, 8 clients', ...partCells(measurement.parts.mix)],
      ],
    ),
    '',
    `start to first prediction: ${startUp.firstPredictionMs.map((value) => fixed(value, 0)).join(', ')} ms` +
      ` (median ${fixed(startUp.againstNodeAlone)} x node alone, ${startUp.nodeAloneMs.map((value) => fixed(value, 0)).join(', ')} ms)`,
    `RSS: ${megabytes(measurement.rssIdleBytes)} idle, ${megabytes(measurement.rssPeakBytes)} at most`,
  ].join('\n');
}

const loadCells = (load: LoadFigures): string[] => [
  String(load.clients),
  fixed(load.predictionsPerSecond, 0),
  fixed(load.p50Ms),
  fixed(load.p95Ms),
  fixed(load.p99Ms),
  fixed(load.serverCpuMsPerPrediction, 2),
  fixed(load.generatorCpuMsPerPrediction, 2),
];

const partCells = (parts: Parts): string[] => [
  fixed(parts.totalMs, 2),
  fixed(parts.receiveMs, 2),
  fixed(parts.decodeMs, 2),
  fixed(parts.inferenceMs, 2),
  fixed(parts.otherMs, 2),
  Object.entries(parts.passes)
    .map(([passes, requests]) => `${passes}: ${requests}`)
    .join(', '),
];
