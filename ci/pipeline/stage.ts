import { messageOf, UsageError } from '../../tools/failure.ts';
import { stages } from './pipeline.ts';
import { parseSettings, type Settings } from './settings.ts';

interface StageScript {
  name: string;
  /** What it does, what it reads and what it writes. */
  help: string;
  /** @returns what it did, in a few words */
  run(settings: Settings): Promise<string>;
}

/** Runs a stage with the environment of this process: it ends with 0 and what was done, or with one line and 1. */
export async function runStage({ name, help, run }: StageScript): Promise<void> {
  const [argument] = process.argv.slice(2);
  const { title } = stages.find((stage) => stage.name === name)!;
  if (argument === '--help') {
    console.log(`ci/stage ${name}: ${help}`);
    return;
  }
  try {
    if (argument !== undefined) throw new UsageError(`${argument} is not known; --help alone is`);
    console.log(`${name}: ${title}`);
    const did = await run(parseSettings(process.env));
    console.log(`${name}: ${did}`);
  } catch (error) {
    console.error(`${name}: FAILED: ${messageOf(error)}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
