import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { describeMachine } from '../machine.ts';
import { floorResults } from '../peers/floors.ts';
import { peersPython } from '../peers/launch.ts';
import { measurePeers } from '../peers/measure.ts';
import { peerPictures } from '../peers/pictures.ts';
import { peersReport } from '../peers/report.ts';

/** Many short rounds: a busy moment of the machine meets every server. */
const EFFORT = { starts: 3, rounds: 8, phaseMs: 400 };

export default () =>
  new Command()
    .description(
      `Measures the built function (npm run build) beside the same model behind FastAPI, BentoML and LitServe, in turns in
      one run: CPU of all processes, latency, throughput, start and memory.`,
    )
    .option('--rounds <number>', 'how often each load is measured', positiveInteger, EFFORT.rounds)
    .option('--check', 'fail where the function misses a floor')
    .addHelpText(
      'after',
      '\nThe first call installs the Python packages of the peers into the cache of the user.',
    )
    .action(async ({ rounds, check = false }) => {
      // The servers end with this process, which without a handler ends at once.
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      const python = await peersPython();
      const { source, pictures } = await peerPictures(python);
      say(`photos ${source}`);
      const measurement = await measurePeers(python, pictures, { ...EFFORT, rounds }, say);
      console.log(peersReport(describeMachine(), source, measurement));
      const isMissed = floorResults(measurement).some(({ isMet }) => !isMet);
      process.exitCode = check && isMissed ? 1 : 0;
    });

const say = (text: string): void => console.error(`bench peers: ${text}`);

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('An integer from 1 to 9999 is allowed.');
  return Number(text);
}
