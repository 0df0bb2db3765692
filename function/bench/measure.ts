import type { BuiltServer, Environment } from '../harness/built-server.ts';
import { LoadConnection, type LoadRequest, type Prediction, predictRequest, runLoad } from './load.ts';
import type { Photos } from './photos.ts';
import { rssBytes } from './process-usage.ts';
import { loadServer, rateOf, type ServerLoad, serverCpuMsOf } from './server-load.ts';
import { type Parts, partsOf } from './server-log.ts';
import { timedStart } from './start-up.ts';
import { median, percentile, sum } from './statistics.ts';
import { nodeAlone, sharpAlone } from './yardsticks.ts';

export interface Effort {
  starts: number;
  rounds: number;
  /** How long each measurement of a round takes. */
  phaseMs: number;
  /** Configuration of the function beside its defaults. */
  env: Environment;
}

export interface LoadFigures {
  clients: number;
  predictions: number;
  predictionsPerSecond: number;
  /** Against sharp alone, two in flight, in the same rounds; median of the rounds. */
  againstSharpAlone: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  serverCpuMsPerPrediction: number;
  generatorCpuMsPerPrediction: number;
}

export interface Measurement {
  model: { name: string; version: string };
  startUp: { firstPredictionMs: number[]; nodeAloneMs: number[]; medianMs: number; againstNodeAlone: number };
  sharpAlone: { photosPerSecond: number; p50Ms: number; p50OneInFlightMs: number };
  single: LoadFigures[];
  mix: LoadFigures;
  /** One photo at a time on both sides; median of the rounds. */
  p50OneClientAgainstSharpAlone: number;
  rssIdleBytes: number;
  rssPeakBytes: number;
  parts: { single: Parts; mix: Parts };
}

const CLIENTS = [1, 8, 32] as const;
const MIX_CLIENTS = 8;

interface Phase {
  name: string;
  clients: number;
  requests: LoadRequest[];
  results: (ServerLoad & { againstSharpAlone: number })[];
}

/** Starts the built function several times, then measures it and both yardsticks in turns. */
export async function measure(
  photos: Photos,
  effort: Effort,
  progress: (text: string) => void,
): Promise<Measurement> {
  const warmUp = predictRequest(photos.single, 'bench-start');
  const firstPredictionMs: number[] = [];
  const nodeAloneMs: number[] = [];
  let server: BuiltServer | undefined;
  try {
    for (let start = 1; start <= effort.starts; start += 1) {
      progress(`start ${start} of ${effort.starts}`);
      await server?.stop();
      nodeAloneMs.push(nodeAlone());
      const started = await timedStart(warmUp, effort.env);
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
): Promise<Omit<Measurement, 'startUp'>> {
  const rssIdleBytes = rssBytes(server.pid);
  const model = await modelOf(server.port, predictRequest(photos.single, 'bench-model'));
  progress('what each photo is answered, and a first second to warm up');
  const answers = await expectedAnswers(server.port, [photos.single, ...photos.mix]);
  const phases: Phase[] = [
    ...CLIENTS.map((clients) => phase(`single-${clients}`, clients, [photos.single], answers)),
    phase(`mix-${MIX_CLIENTS}`, MIX_CLIENTS, photos.mix, answers.slice(1)),
  ];
  await runLoad(server.port, phase('warm-up', 8, [photos.single], answers).requests, {
    clients: 8,
    durationMs: effort.phaseMs,
  });

  const sharpRounds: { photosPerSecond: number; p50Ms: number; p50OneInFlightMs: number }[] = [];
  const p50Ratios: number[] = [];
  for (let round = 1; round <= effort.rounds; round += 1) {
    progress(`round ${round} of ${effort.rounds}`);
    const two = await sharpAlone(photos.single, effort.phaseMs, 2);
    const one = await sharpAlone(photos.single, effort.phaseMs / 2, 1);
    sharpRounds.push({ ...two, p50OneInFlightMs: one.p50Ms });
    for (const current of phases) {
      const result = await loadServer(server, current.requests, {
        clients: current.clients,
        durationMs: effort.phaseMs,
      });
      current.results.push({
        ...result,
        againstSharpAlone: rateOf(result) / two.photosPerSecond,
      });
      if (current.name === 'single-1') p50Ratios.push(median(result.latenciesMs) / one.p50Ms);
    }
  }
  const rssPeakBytes = server.peakRssBytes();
  await server.stop(); // its log is complete now
  const figures = phases.map(figuresOf);
  return {
    model,
    sharpAlone: {
      photosPerSecond: median(sharpRounds.map((round) => round.photosPerSecond)),
      p50Ms: median(sharpRounds.map((round) => round.p50Ms)),
      p50OneInFlightMs: median(sharpRounds.map((round) => round.p50OneInFlightMs)),
    },
    single: figures.slice(0, CLIENTS.length),
    mix: figures[CLIENTS.length]!,
    p50OneClientAgainstSharpAlone: median(p50Ratios),
    rssIdleBytes,
    rssPeakBytes,
    parts: {
      single: partsOf(server.output(), 'bench-single-1'),
      mix: partsOf(server.output(), `bench-mix-${MIX_CLIENTS}`),
    },
  };
}

function phase(
  name: string,
  clients: number,
  photos: readonly Buffer[],
  expected: readonly Prediction[],
): Phase {
  const requests = photos.map((photo, index) => ({
    bytes: predictRequest(photo, `bench-${name}`),
    expected: expected[index]!,
  }));
  return { name, clients, requests, results: [] };
}

function figuresOf({ clients, results }: Phase): LoadFigures {
  const latenciesMs = results.flatMap((result) => result.latenciesMs);
  const predictions = latenciesMs.length;
  return {
    clients,
    predictions,
    predictionsPerSecond: predictions / sum(results.map((result) => result.seconds)),
    againstSharpAlone: median(results.map((result) => result.againstSharpAlone)),
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    serverCpuMsPerPrediction: serverCpuMsOf(results),
    generatorCpuMsPerPrediction:
      (1000 * sum(results.map((result) => result.generatorCpuSeconds))) / predictions,
  };
}

/** The answer to each photo, asked one after another: under load each must get the same. */
async function expectedAnswers(port: number, photos: readonly Buffer[]): Promise<Prediction[]> {
  const connection = await LoadConnection.open(port);
  const answers: Prediction[] = [];
  for (const photo of photos) {
    answers.push(JSON.parse(await connection.send(predictRequest(photo, 'bench-expected'))) as Prediction);
  }
  connection.close();
  return answers;
}

async function modelOf(port: number, request: Buffer): Promise<Measurement['model']> {
  const connection = await LoadConnection.open(port);
  const { model } = JSON.parse(await connection.send(request)) as { model: Measurement['model'] };
  connection.close();
  return model;
}
