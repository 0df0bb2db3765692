import { markdownTable } from '../../tools/table.ts';
import type { Machine } from './machine.ts';
import type { LoadFigures, Measurement } from './measure.ts';
import type { Parts } from './server-log.ts';
import { targetRows } from './targets.ts';

const fixed = (value: number, digits = 1): string => value.toFixed(digits);
const megabytes = (bytes: number): string => `${fixed(bytes / 1e6, 0)} MB`;

/** The measurement as tables for a terminal. */
export function report(machine: Machine, photos: string, measurement: Measurement): string {
  const { startUp, sharpAlone, model } = measurement;
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}`,
    `model ${model.name} ${model.version}; photos ${photos}`,
    '',
    `yardsticks: sharp alone ${fixed(sharpAlone.photosPerSecond, 0)}/s, p50 ${fixed(sharpAlone.p50Ms)} ms with two in flight` +
      ` (${fixed(sharpAlone.p50OneInFlightMs)} ms with one); node alone ${fixed(startUp.medianMs / startUp.againstNodeAlone, 0)} ms`,
    '',
    markdownTable(
      ['against the limits', 'measured', 'compared', 'floor', 'goal', 'reached'],
      targetRows(measurement).map((row) => [
        row.name,
        row.measured,
        `${fixed(row.compared, 2)} ${row.unit}`,
        String(row.floor),
        String(row.goal),
        row.met,
      ]),
    ),
    '',
    markdownTable(
      [
        'photo',
        'clients',
        'predictions/s',
        'of sharp alone',
        'p50 ms',
        'p95 ms',
        'p99 ms',
        'CPU ms each',
        'generator',
      ],
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
      `; node alone: ${startUp.nodeAloneMs.map((value) => fixed(value, 0)).join(', ')} ms`,
    `RSS: ${megabytes(measurement.rssIdleBytes)} idle, ${megabytes(measurement.rssPeakBytes)} at most`,
  ].join('\n');
}

const loadCells = (load: LoadFigures): string[] => [
  String(load.clients),
  fixed(load.predictionsPerSecond, 0),
  fixed(load.againstSharpAlone, 2),
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
