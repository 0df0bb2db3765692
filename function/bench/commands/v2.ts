import { Command } from '@commander-js/extra-typings';
import sharp from 'sharp';
import { markdownTable } from '../../../tools/table.ts';
import { startServer } from '../../harness/built-server.ts';
import { requestBytes } from '../../harness/exchange.ts';
import {
  binaryMessage,
  bytesTensor,
  fp32Tensor,
  jsonMessage,
  photoMessage,
  planes,
  type V2Message,
} from '../../harness/v2-messages.ts';
import { predictRequest } from '../load.ts';
import { describeMachine } from '../machine.ts';
import { samplePhotos } from '../photos.ts';
import { loadInTurns, rateOf, ratiosOf, serverCpuMsOf } from '../server-load.ts';
import { median } from '../statistics.ts';

const FULL = { rounds: 15, phaseMs: 400 };
const SHORT = { rounds: 1, phaseMs: 200 };
const INFER = '/v2/models/cats-vs-dogs/infer';
const SIDE = 224;

/** What is compared: how many answers a second one way gives for each that the other gives. */
const comparisons = [
  { way: 'v2, photo as binary data', against: '/predict', floor: 0.97 },
  { way: 'v2, photo as the body', against: '/predict', floor: 0.97 },
  { way: 'v2, photo as base64', against: '/predict', floor: 0 },
  { way: 'v2, FP32 as binary data', against: 'v2, FP32 in JSON', floor: 4 },
  { way: 'v2, UINT8 as binary data', against: '/predict', floor: 0 },
] as const;
type Way = (typeof comparisons)[number]['way' | 'against'];

export default () =>
  new Command()
    .description(
      `Measures the ways into the Open Inference Protocol v2 on the built function, beside POST /predict and beside each
      other, in turns, so that a busy moment meets all of them.`,
    )
    .option('--short', 'a few seconds, and no limit is checked')
    .action(async ({ short = false }) => {
      process.exitCode = await bench(short);
    });

/** The same photo in each way, as the bytes of a request. */
async function requests(): Promise<Record<Way, Buffer>> {
  const { single: photo } = await samplePhotos();
  const pixels = await sharp(photo).resize(SIDE, SIDE, { fit: 'fill' }).raw().toBuffer();
  // As NumPy has them, whose FP32 is written with 17 digits.
  const fractions = planes(pixels).map(Math.fround);
  const shape = [1, 3, SIDE, SIDE];
  const [elements, tensor] = [bytesTensor(photo), fp32Tensor(fractions)];
  const image = { name: 'image', datatype: 'BYTES', shape: [1] };
  const fp32 = { name: 'image_fp32', datatype: 'FP32', shape };
  const uint8 = { name: 'image_uint8', datatype: 'UINT8', shape: [1, SIDE, SIDE, 3] };
  const size = (bytes: Buffer) => ({ parameters: { binary_data_size: bytes.length } });
  const infer = ({ headers, body }: V2Message): Buffer =>
    requestBytes('POST', INFER, { ...headers, Accept: 'application/json' }, body);
  return {
    '/predict': predictRequest(photo, 'bench'),
    'v2, photo as binary data': infer(binaryMessage({ inputs: [{ ...image, ...size(elements) }] }, elements)),
    'v2, photo as the body': infer(photoMessage(photo)),
    'v2, photo as base64': infer(jsonMessage({ inputs: [{ ...image, data: [photo.toString('base64')] }] })),
    'v2, FP32 as binary data': infer(binaryMessage({ inputs: [{ ...fp32, ...size(tensor) }] }, tensor)),
    'v2, FP32 in JSON': infer(jsonMessage({ inputs: [{ ...fp32, data: fractions }] })),
    'v2, UINT8 as binary data': infer(binaryMessage({ inputs: [{ ...uint8, ...size(pixels) }] }, pixels)),
  };
}

/** @returns the exit code */
async function bench(short: boolean): Promise<number> {
  const effort = short ? SHORT : FULL;
  const ways = Object.entries(await requests()) as [Way, Buffer][];
  const server = await startServer({ LOG_LEVEL: 'warn' });
  const loads = ways.map(([, bytes]) => ({ server, clients: 4, requests: [{ bytes }] }));
  const results = await loadInTurns(loads, effort, () => {}).finally(() => server.stop());
  const roundsOf = (way: Way) => results[ways.findIndex(([name]) => name === way)]!;
  const { cpu, cores, node } = describeMachine();
  const { rounds, phaseMs } = effort;
  console.log(`${cpu}, ${cores} cores, Node ${node}; 4 clients, ${rounds} rounds of ${phaseMs} ms each\n`);
  console.log(
    markdownTable(
      ['way', 'request, kB', 'answers/s', 'p50 ms', 'server CPU ms each'],
      ways.map(([way, bytes]) => [
        way,
        (bytes.length / 1000).toFixed(0),
        median(roundsOf(way).map(rateOf)).toFixed(0),
        median(roundsOf(way).flatMap(({ latenciesMs }) => latenciesMs)).toFixed(1),
        serverCpuMsOf(roundsOf(way)).toFixed(2),
      ]),
    ),
  );
  const compared = comparisons.map(({ way, against, floor }) => {
    const [rounds, others] = [roundsOf(way), roundsOf(against)];
    const ratio = median(ratiosOf(rounds, others));
    const cpuRatio = serverCpuMsOf(rounds) / serverCpuMsOf(others);
    const cells = [way, against, ratio.toFixed(2), floor === 0 ? '' : String(floor), cpuRatio.toFixed(2)];
    return { cells, isTooSlow: ratio < floor };
  });
  const head = ['way', 'against', 'answers/s', 'at least', 'server CPU'];
  console.log(
    `\n${markdownTable(
      head,
      compared.map(({ cells }) => cells),
    )}`,
  );
  return !short && compared.some(({ isTooSlow }) => isTooSlow) ? 1 : 0;
}
