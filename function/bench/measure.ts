import { type BuiltServer, type Environment, spawnServer } from '../harness/built-server.ts';
import { answersOf, type Prediction, predictRequest, runLoad } from './load.ts';
import { nodeAlone } from './node-alone.ts';
import type { Photos } from './photos.ts';
import { rssBytes } from './process-tree.ts';
import { loadServer, type ServerLoad, serverCpuMsOf } from './server-load.ts';
import { partsOf } from './server-log.ts';
import { timedStart } from './start-up.ts';
import { median, percentile, sum } from './statistics.ts';

export interface Effort {
  starts: number;
  rounds: number;
  /** How long each measurement of a round takes. */
  phaseMs: number;
  /** Configuration of the function beside its defaults. */
  env: Environment;
}

export type Measurement = Awaited<ReturnType<typeof measure>>;
export type LoadFigures = ReturnType<typeof figuresOf>;

const CLIENTS = [1, 8, 32] as const;
const MIX_CLIENTS = 8;

/** Starts the built function several times, beside node alone, then loads it. */
export async function measure(photos: Photos, effort: Effort, progress: (text: string) => void) {
  const warmUp = predictRequest(photos.single, 'bench-start');
  const firstPredictionMs: number[] = [];
  const nodeAloneMs: number[] = [];
  let server: BuiltServer | undefined;
  try {
    for (let start = 1; start <= effort.starts; start += 1) {
      progress(`start ${start} of ${effort.starts}`);
      await server?.stop();
      nodeAloneMs.push(nodeAlone());
      const started = await timedStart(warmUp, (port) => spawnServer(port, effort.env));
      server = started.server;
      firstPredictionMs.push(started.firstPredictionMs);
    }
    if (!server) throw new RangeError('at least one start is needed');
    const medianMs = median(firstPredictionMs);
    const startUp = {
      firstPredictionMs,
      nodeAloneMs,
      medianMs,
      againstNodeAlone: medianMs / median(nodeAloneMs),
    };
    return { startUp, ...(await measureLoad(server, photos, effort, progress)) };
  } finally {
    await server?.stop();
  }
}

async function measureLoad(
  server: BuiltServer,
  photos: Photos,
  effort: Effort,
  progress: (text: string) => void,
) {
  const rssIdleBytes = rssBytes(server.pid);
  progress('what each photo is answered, and a first second to warm up');
  const answers = await expectedAnswers(server.port, [photos.single, ...photos.mix]);
  const phases = [
    ...CLIENTS.map((clients) => phase(`single-${clients}`, clients, [photos.single], answers)),
    phase(`mix-${MIX_CLIENTS}`, MIX_CLIENTS, photos.mix, answers.slice(1)),
  ];
  await runLoad(server.port, phase('warm-up', 8, [photos.single], answers).requests, {
    clients: 8,
    durationMs: effort.phaseMs,
  });

  for (let round = 1; round <= effort.rounds; round += 1) {
    progress(`round ${round} of ${effort.rounds}`);
    for (const { clients, requests, results } of phases) {
      results.push(await loadServer(server, requests, { clients, durationMs: effort.phaseMs }));
    }
  }
  const rssPeakBytes = server.peakRssBytes();
  await server.stop(); // its log is complete now
  const figures = phases.map(figuresOf);
  return {
    model: answers[0]!.model,
    single: figures.slice(0, CLIENTS.length),
    mix: figures[CLIENTS.length]!,
    rssIdleBytes,
    rssPeakBytes,
    parts: {
      single: partsOf(server.output(), 'bench-single-1'),
      mix: partsOf(server.output(), `bench-mix-${MIX_CLIENTS}`),
    },
  };
}

function phase(name: string, clients: number, photos: readonly Buffer[], expected: readonly Prediction[]) {
  const requests = photos.map((photo, index) => ({
    bytes: predictRequest(photo, `bench-${name}`),
    expected: expected[index]!,
  }));
  const results: ServerLoad[] = [];
  return { name, clients, requests, results };
}

function figuresOf({ clients, results }: ReturnType<typeof phase>) {
  const latenciesMs = results.flatMap((result) => result.latenciesMs);
  const predictions = latenciesMs.length;
  return {
    clients,
    predictions,
    predictionsPerSecond: predictions / sum(results.map((result) => result.seconds)),
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    serverCpuMsPerPrediction: serverCpuMsOf(results),
    generatorCpuMsPerPrediction:
      (1000 * sum(results.map((result) => result.generatorCpuSeconds))) / predictions,
  };
}

type Answer = Prediction & { model: { name: string; version: string } };

/** The answer to each photo, asked one after another: under load each must get the same. */
async function expectedAnswers(port: number, photos: readonly Buffer[]): Promise<Answer[]> {
  const requests = photos.map((photo) => predictRequest(photo, 'bench-expected'));
  return (await answersOf(port, requests)).map((body) => JSON.parse(body) as Answer);
}
