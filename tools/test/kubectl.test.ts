import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure, Unreachable } from '../failure.ts';
import { Kubectl } from '../kubectl.ts';
import { MissingProgram } from '../process.ts';
import { emptyFolder, pathWith } from './processes.ts';

/** Lets kubectl be a program that prints, complains and ends so. */
const kubectlSays = (what: Parameters<typeof pathWith>[1]) => vi.stubEnv('PATH', pathWith('kubectl', what));

beforeEach(() => void vi.stubEnv('PATH', emptyFolder()));
afterEach(() => vi.unstubAllEnvs());

describe('kubectl', () => {
  it('gives what it printed', async () => {
    kubectlSays({ stdout: '{"items": []}' });
    expect(await new Kubectl().json(['get', 'pods'])).toEqual({ items: [] });
  });

  it('finds nothing where it prints nothing', async () => {
    kubectlSays({ stdout: '\n' });
    expect(await new Kubectl().find('pods', 'a', 'b')).toBeUndefined();
  });

  it.each([
    ['Error from server (Conflict): Operation cannot be fulfilled on services', 'Conflict'],
    ['Error from server (NotFound): namespaces "cats-vs-dogs" not found', 'NotFound'],
    ['error: no matching resources found', 'NotFound'],
    ['error: timed out waiting for the condition on revisions/a', 'Timeout'],
  ])('%s is a refusal', async (stderr, reason) => {
    kubectlSays({ stderr: `Warning: something else\n${stderr}\n`, code: 1 });
    await expect(new Kubectl().run(['get'])).rejects.toThrow(
      expect.objectContaining({ name: 'ServerError', reason }),
    );
  });

  it('waits in vain without an error', async () => {
    kubectlSays({ stderr: 'error: timed out waiting for the condition on revisions/a', code: 1 });
    const waited = new Kubectl().wait('revisions', 'a', 'b', { condition: 'condition=Ready', seconds: 1 });
    expect(await waited).toBe(false);
  });

  it('tells an API server that may be back in a moment from a mistake', async () => {
    kubectlSays({ stderr: 'Unable to connect to the server: dial tcp: connection refused', code: 1 });
    await expect(new Kubectl().run(['get'])).rejects.toBeInstanceOf(Unreachable);
    kubectlSays({ stderr: 'error: unknown flag: --colour', code: 1 });
    const mistake = await new Kubectl().run(['get']).catch((error) => error);
    expect(mistake).toBeInstanceOf(Failure);
    expect(mistake).not.toBeInstanceOf(Unreachable);
  });

  it('takes an API server that does not answer for one that may be back in a moment', async () => {
    kubectlSays({ lasts: true });
    const silent = new Kubectl().run(['get', 'pods'], { timeoutMs: 300 });
    await expect(silent).rejects.toBeInstanceOf(Unreachable);
    await expect(silent).rejects.toThrow(/^kubectl reaches no cluster.*did not end within 0.3 s/);
  });

  it('is asked about the cluster of its context, and runs beside this process', async () => {
    vi.stubEnv('PATH', pathWith('kubectl', { stdout: '', arguments: true }));
    const printed = await new Kubectl('test').run(['get', 'pods']);
    expect(printed).toBe('--context test get pods\n');
    vi.stubEnv('PATH', pathWith('kubectl', { stdout: '', arguments: true, lasts: true }));
    const isReady = (output: string) => /port-forward (\S+)/.exec(output)?.[1];
    const forward = new Kubectl('test').start(['port-forward', 'service/a'], { isReady, timeoutMs: 10_000 });
    const { ready, stop } = await forward;
    await stop();
    expect(ready).toBe('service/a');
  });

  it.each([
    [{ code: 3 }, 3],
    [{ signal: 'SIGINT' }, 0],
    [{ signal: 'SIGTERM' }, 143],
  ] as const)('that is attached and ends with %j ends with %d', async (how, code) => {
    kubectlSays(how);
    expect(await new Kubectl().attach(['logs', '--follow'])).toBe(code);
  });

  it('that is missing says how to get it', async () => {
    await expect(new Kubectl().run(['get'])).rejects.toThrow(
      new MissingProgram('kubectl is missing: https://kubernetes.io/docs/tasks/tools tells how to get it'),
    );
  });
});
