import { expect, it } from 'vitest';
import { start } from '../background-process.ts';

const isReady = (output: string) => /^pid (\d+)$/m.exec(output)?.[1];
const isRunning = (pid: string) => {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
};
const startShell = (script: string, timeoutMs = 10_000) =>
  start('sh', ['-c', script], { isReady, timeoutMs });

it.each(['', '>&2'])('waits for the words that a program prints %s, and stops it', async (stream) => {
  const { ready, ended, stop } = await startShell(`sleep 0.1; echo pid $$ ${stream}; exec sleep 100`);
  expect(isRunning(ready)).toBe(true);
  await stop();
  expect(await ended).toBe(null);
  expect(isRunning(ready)).toBe(false);
});

it('tells how a program that is ready ends', async () => {
  const { ended } = await startShell('echo pid $$; sleep 0.2; exit 5');
  expect(await ended).toBe(5);
});

it('throws the last words of a program that ends too early', async () => {
  await expect(startShell('echo one; echo two >&2; exit 3')).rejects.toThrow('sh ended with 3: two');
});

it('ends a program that is not ready in time', async () => {
  const pids: string[] = [];
  const notYet = (output: string) => {
    pids.push(...(isReady(output) ?? '').split(' ').filter(Boolean));
    return undefined;
  };
  const options = { isReady: notYet, timeoutMs: 300 };
  await expect(start('sh', ['-c', 'echo pid $$; exec sleep 100'], options)).rejects.toThrow(
    'sh is not ready within 0.3 s',
  );
  expect(isRunning(pids.at(-1)!)).toBe(false);
});

it('ends a program when asking whether it is ready fails', async () => {
  let pid: string | undefined;
  const failing = (output: string) => {
    pid = isReady(output);
    if (pid !== undefined) throw new Error('cannot be asked');
    return undefined;
  };
  const options = { isReady: failing, timeoutMs: 10_000 };
  await expect(start('sh', ['-c', 'echo pid $$; exec sleep 100'], options)).rejects.toThrow(
    'cannot be asked',
  );
  expect(isRunning(pid!)).toBe(false);
});

it('says how to get a program that is missing', async () => {
  const options = { isReady, timeoutMs: 1000, howToGet: 'from its own project' };
  await expect(start('no-such-program', [], options)).rejects.toThrow(
    'no-such-program is missing: from its own project',
  );
});
