import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal sends ^C to kubectl too, and its error may come before the signal. */
const SIGNAL_DELAY_MS = 200;

/**
 * Does `work`; a signal ends this process instead, after it has printed what `leave` says.
 * @param work ends as soon as it can once its signal is aborted
 */
export async function interruptible<Result>(
  work: (interrupted: AbortSignal) => Promise<Result>,
  leave: () => Promise<string>,
): Promise<Result> {
  const interruption = new AbortController();
  const end = async (signal: NodeJS.Signals) => {
    if (interruption.signal.aborted) return;
    interruption.abort();
    console.error(`\n${await leave()}`);
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    return await work(interruption.signal);
  } catch (error) {
    await pause(SIGNAL_DELAY_MS);
    throw error;
  } finally {
    // The process ends as soon as `leave` has answered.
    if (interruption.signal.aborted) await new Promise(() => {});
    for (const signal of SIGNALS) process.off(signal, end);
  }
}
