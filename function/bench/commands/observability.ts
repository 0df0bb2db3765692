import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { destination } from 'pino';
import { table } from '../../../tools/table.ts';
import { type ErrorCode, errors } from '../../src/errors.ts';
import type { RequestContext } from '../../src/http/request-context.ts';
import { ownSpanIn } from '../../src/http/trace-context.ts';
import { openApiDocument } from '../../src/openapi/document.ts';
import { createLogger, logRequest } from '../../src/telemetry/log.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import { createTracer } from '../../src/telemetry/tracer.ts';
import { describeMachine } from '../machine.ts';
import { median } from '../statistics.ts';

const ROUNDS = 40;
/** Of a round: so few that the tracer's queue holds their spans. */
const PREDICTIONS = 600;
const PAGES = 200;
/** What a prediction may cost more because it is observed, and what a scrape may cost. */
const LIMITS = { cpuMsPerPrediction: 0.1, pageMs: 5, pageBytes: 20_000 };

export default () =>
  new Command()
    .description(
      `Measures what metrics, log and spans cost by themselves. The difference of two loads would drown in their noise.`,
    )
    // The collector would keep this process running.
    .action(async () => process.exit(await bench()));

const CLASSES = ['cat', 'dog'];
const provenance = {
  gitCommit: '0'.repeat(40),
  createdAt: '2026-01-02T03:04:05Z',
  dataSha256: '0'.repeat(64),
  parametersSha256: '0'.repeat(64),
  runId: 'first-pass-int8+last-pass',
};

function predictionContext(index: number, isTraced: boolean): RequestContext {
  const startedAtMs = performance.now() - 4;
  const steps = [
    { name: 'decode' as const, pass: 1, startedAtMs: startedAtMs + 1, endedAtMs: startedAtMs + 3 },
    { name: 'inference' as const, pass: 1, startedAtMs: startedAtMs + 3, endedAtMs: startedAtMs + 4 },
  ];
  return {
    id: '2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b',
    ...{ method: 'POST', path: '/predict', startedAtMs, atEnd: [], bytesIn: 40_000, status: 200 },
    trace: isTraced ? ownSpanIn(undefined) : undefined,
    body: Buffer.alloc(0),
    predictions: [
      {
        ...{ photoSha256: 'a'.repeat(64), modelVersion: '1.0.0' },
        predictedClass: CLASSES[index % 2]!,
        confidence: 0.9876,
        isPet: true,
        needsReview: index % 25 === 0,
        ...{ passes: 1, receivedMs: 1, decodeMs: 2, inferenceMs: 1, steps },
      },
    ],
  };
}

/** Metrics as a pod has them whose clients have tried everything. */
function fullMetrics(): Metrics {
  const metrics = createMetrics(
    { version: '1.2.3', revision: '0'.repeat(40), node: process.version },
    { requests: () => 8, bytes: () => 320_000 },
  );
  const model = { name: 'cats-vs-dogs', version: '1.1.0', sha256: '0'.repeat(64) };
  metrics.setModel({ ...model, provenance, labels: CLASSES, passes: 2 });
  metrics.setStart(200);
  const paths = Object.keys(openApiDocument('1.2.3').paths);
  const statuses = new Set([200, 204, ...Object.values(errors).map(([status]) => status)]);
  for (let index = 0; index < 50; index += 1)
    metrics.observe(predictionContext(index, false), '/predict', 200);
  for (const [code, [status]] of Object.entries(errors)) {
    const context = { ...predictionContext(0, false), predictions: [], status, errorCode: code as ErrorCode };
    metrics.observe(context, '/predict', status);
  }
  for (const path of [...paths, undefined]) {
    for (const status of statuses)
      metrics.observe({ ...predictionContext(0, false), path: path ?? '/x' }, path, status);
  }
  for (const predicted of ['cat', 'dog', 'neither', 'unknown']) {
    for (const verdict of ['cat', 'dog', 'neither']) {
      const reviewed = predicted === 'unknown' ? ['unknown'] : ['true', 'false'];
      for (const one of reviewed) metrics.countVerdict({ predicted, verdict, reviewed: one });
    }
  }
  return metrics;
}

/** CPU of this process, all threads, a call. */
async function cpuMs(work: (index: number) => void, atEnd?: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < PREDICTIONS; index += 1) {
    work(index);
    // As under load: other work comes between, and what was begun goes on.
    if (index % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await atEnd?.();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / PREDICTIONS;
}

/** A collector in a process of its own, so that its CPU is not counted. */
async function startCollector() {
  const script = `require('http').createServer((q, r) => q.resume().on('end', () => r.end('{}')))
    .listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill());
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return `http://127.0.0.1:${String(port).trim()}`;
}

/** @returns the exit code */
async function bench(): Promise<number> {
  const { cpu, cores, system, node } = describeMachine();
  const nowhere = openSync('/dev/null', 'w');
  const logger = createLogger('info', destination({ fd: nowhere, sync: true }));
  const metrics = fullMetrics();
  const endpoint = await startCollector();
  let complaint: string | undefined;
  const complaints = createLogger('warn', {
    write(line) {
      complaint = line;
    },
  });
  const works: Record<string, () => Promise<number>> = {
    context: () => cpuMs((index) => void predictionContext(index, false)),
    metrics: () => cpuMs((index) => metrics.observe(predictionContext(index, false), '/predict', 200)),
    log: () => cpuMs((index) => logRequest(logger, predictionContext(index, false))),
    spans() {
      const tracer = createTracer({ endpoint, serviceName: 'bench', version: '1', logger: complaints });
      return cpuMs(
        (index) => tracer.record(predictionContext(index, true), '/predict'),
        () => tracer.close(),
      );
    },
  };

  const costs: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(works)) costs[name] = [...(costs[name] ?? []), await work()];
  }
  if (complaint !== undefined) throw new Error(`spans were dropped, whose cost is not known: ${complaint}`);
  const own = (name: string) => median(costs[name]!) - median(costs.context!);
  const pages: number[] = [];
  for (let index = 0; index < PAGES; index += 1) {
    const before = performance.now();
    await metrics.page();
    pages.push(performance.now() - before);
  }
  const pageBytes = Buffer.byteLength((await metrics.page()).text);
  closeSync(nowhere);

  const always = own('metrics') + own('log');
  const rows = [
    ['metrics, CPU a prediction', own('metrics'), 'ms'],
    ['log line, CPU a prediction', own('log'), 'ms'],
    ['both: what observing always costs', always, 'ms', LIMITS.cpuMsPerPrediction],
    ['spans, where they are sent', own('spans'), 'ms'],
    ['all three', always + own('spans'), 'ms', LIMITS.cpuMsPerPrediction],
    ['/metrics with everything seen', median(pages), 'ms', LIMITS.pageMs],
    ['/metrics with everything seen', pageBytes / 1000, 'kB', LIMITS.pageBytes / 1000],
  ] as const;
  console.log(`${cpu}, ${cores} cores, ${system}, Node ${node}\n`);
  const cells = rows.map(([name, value, unit, limit]) => {
    const bound = limit === undefined ? '' : `of ${limit} ${unit} allowed`;
    return [name, value.toFixed(3), unit, bound];
  });
  console.log(table(cells, { right: [1] }));
  return rows.every(([, value, , limit]) => limit === undefined || value < limit) ? 0 : 1;
}
