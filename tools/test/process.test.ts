import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import { root } from '../names.ts';
import { attach, MissingProgram, mustSucceed, ProgramError, run, runSync, succeeds } from '../process.ts';

const sh = (script: string) => ['sh', ['-c', script]] as const;
/** Both runners, as promises. */
const runners: [string, typeof run][] = [
  ['run', run],
  ['runSync', async (...call) => runSync(...call)],
];

describe.each(runners)('%s', (_, runOne) => {
  it('gives what a program printed, in its folder and with more variables', async () => {
    const printed = await runOne(...sh('pwd; echo "$ADDED $HOME"'), { cwd: '/', env: { ADDED: 'added' } });
    expect(printed).toBe(`/\nadded ${process.env.HOME}\n`);
  });

  it('gives a program no input unless there is one', async () => {
    expect(await runOne(...sh('cat; echo end'))).toBe('end\n');
  });

  it('throws what a program complained about last', async () => {
    const error = await runOne(...sh('echo printed; echo one >&2; echo two >&2; exit 3')).catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(ProgramError);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ message: 'sh -c: two', complaint: 'two', stderr: 'one\ntwo\n' });
  });

  it('throws the exit code of a program that said nothing', async () => {
    await expect(runOne('/bin/sh', ['-c', 'exit 3'])).rejects.toThrow('sh -c: ended with 3');
  });

  it.each([
    ['no-such-program', 'no-such-program is missing: is it in the PATH?'],
    ['kubectl', 'kubectl is missing: https://kubernetes.io/docs/tasks/tools tells how to get it'],
  ])('says that %s is missing', async (program, message) => {
    const PATH = '/nowhere';
    await expect(runOne(program, [], { env: { PATH } })).rejects.toThrow(new MissingProgram(message));
  });

  it('says how to get a program that its caller knows', async () => {
    const howToGet = 'from its own project';
    await expect(runOne('no-such-program', [], { howToGet })).rejects.toThrow(
      new MissingProgram('no-such-program is missing: from its own project'),
    );
  });
});

it('gives a program its input, whether it reads it or not', async () => {
  expect(await run('cat', [], { input: 'from here' })).toBe('from here');
  expect(await run('true', [], { input: 'x'.repeat(1e6) })).toBe('');
});

it.each([
  ['exit 0', true],
  ['exit 1', false],
])('a program that does %s succeeds: %s', (script, expected) => {
  expect(succeeds('sh', '-c', script)).toBe(expected);
});

it('a program that is missing does not succeed', () => {
  expect(succeeds('no-such-program')).toBe(false);
});

describe('attach', () => {
  it.each([
    ['exit 3', 3],
    ['kill -INT $$', 130],
    ['kill -KILL $$', 137],
    ['cat', 0],
  ])('of %s ends with %d, as in a shell', async (script, code) => {
    expect(await attach(...sh(script))).toBe(code);
  });

  it('adds variables, or replaces all of them', async () => {
    const PATH = process.env.PATH;
    const isThere = sh('test -n "$HOME" && test -n "$ADDED"');
    expect(await attach(...isThere, { env: { ADDED: '1' } })).toBe(0);
    expect(await attach(...isThere, { wholeEnvironment: { PATH, ADDED: '1' } })).toBe(1);
  });

  it('says what is missing', async () => {
    await expect(attach('no-such-program', [], { howToGet: 'here' })).rejects.toThrow(
      new MissingProgram('no-such-program is missing: here'),
    );
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on, and waits for the end', async (signal) => {
    const script = `trap 'echo ending; exit 7' INT TERM HUP
      pwd; echo ready; for i in $(seq 200); do sleep 0.05; done`;
    const program = `import { attach } from '${root}tools/process.ts';
      process.exitCode = await attach('sh', ['-c', ${JSON.stringify(script)}]);`;
    const args = ['--import', import.meta.resolve('tsx'), '--input-type', 'module', '--eval', program];
    // From elsewhere: what it attaches runs in the root of the repository all the same.
    const parent = spawn(process.execPath, args, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    parent.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.endsWith('ready\n')) parent.kill(signal);
    });
    const [code] = await once(parent, 'close');
    expect(output).toBe(`${path.resolve(root)}\nready\nending\n`);
    expect(code).toBe(7);
  });
});

it('mustSucceed says which program did not', async () => {
  await mustSucceed('true', []);
  await expect(mustSucceed(...sh('exit 3'))).rejects.toThrow(new Failure('sh -c exit 3 ended with 3'));
});
