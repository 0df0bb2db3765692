import { spawn } from 'node:child_process';
import { Failure } from '../../tools/failure.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import { NAMESPACE, PARTS, type Part } from './names.ts';

/**
 * Calls `use` with an address of a part of the monitoring, which kubectl brings to a free port of this machine
 * meanwhile: it works from wherever kubectl does, and past the network policy.
 * @throws Failure when the part is not there
 */
export async function withForward<T>(
  kubectl: Kubectl,
  part: Part,
  use: (url: URL) => Promise<T>,
): Promise<T> {
  const args = [
    ...['port-forward', '--namespace', NAMESPACE, '--pod-running-timeout', '10s'],
    ...[`service/${part}`, `:${PARTS[part].port}`],
  ];
  const context = kubectl.context === undefined ? [] : ['--context', kubectl.context];
  const child = spawn('kubectl', [...context, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const port = await new Promise<string>((resolve, reject) => {
      let words = '';
      child.once('error', () =>
        reject(new Failure('kubectl is missing: https://kubernetes.io/docs/tasks/tools')),
      );
      child.stderr.on('data', (chunk) => {
        words += chunk;
      });
      child.stdout.on('data', (chunk: Buffer) => {
        const found = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(chunk.toString())?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('close', () =>
        reject(
          new Failure(`${part} cannot be reached: npx . monitoring status tells more (${lastLine(words)})`),
        ),
      );
    });
    return await use(new URL(`http://127.0.0.1:${port}`));
  } finally {
    child.kill();
    await ended;
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
