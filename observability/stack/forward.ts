import { Failure, messageOf } from '../../tools/failure.ts';
import { MissingProgram } from '../../tools/process.ts';
import { PARTS, type Part, type Stack } from './names.ts';

const READY_TIMEOUT_MS = 30_000;

/**
 * Calls `use` with an address of a part of the monitoring, which kubectl brings to a free port of this machine
 * meanwhile: it works from wherever kubectl does, and past the network policy.
 * @throws Failure when the part is not there
 */
export async function withForward<T>(
  { kubectl, namespace }: Stack,
  part: Part,
  use: (url: URL) => Promise<T>,
): Promise<T> {
  const args = [
    ...['port-forward', '--namespace', namespace, '--pod-running-timeout', '10s'],
    ...[`service/${part}`, `:${PARTS[part]}`],
  ];
  const forward = await kubectl
    .start(args, {
      isReady: (output) => /Forwarding from 127\.0\.0\.1:(\d+)/.exec(output)?.[1],
      timeoutMs: READY_TIMEOUT_MS,
    })
    .catch((error: unknown) => {
      if (error instanceof MissingProgram) throw error;
      const reason = messageOf(error);
      throw new Failure(`${part} cannot be reached: npx . monitoring status tells more (${reason})`);
    });
  try {
    return await use(new URL(`http://127.0.0.1:${forward.ready}`));
  } finally {
    await forward.stop();
  }
}
