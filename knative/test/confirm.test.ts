import { createInterface } from 'node:readline/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Kubectl } from '../../tools/kubectl.ts';
import { kubectlAnswering } from '../../tools/test/processes.ts';
import { type Confirmation, confirmChange } from '../target/confirm.ts';

vi.mock('node:readline/promises');

const isTTY = process.stdin.isTTY;
beforeEach(() => {
  process.stdin.isTTY = true;
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  process.stdin.isTTY = isTTY;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** @returns how often the person was asked */
async function confirmed(answer: string, more: Partial<Confirmation> = {}, server = 'https://10.0.0.1:6443') {
  const question = vi.fn(async () => answer);
  vi.mocked(createInterface).mockReturnValue({ question, close: () => {} } as never);
  const { PATH } = kubectlAnswering({ 'config current-context': 'prod', 'config view': server });
  vi.stubEnv('PATH', PATH);
  await confirmChange(new Kubectl(), { namespace: 'pets', ...more });
  return question.mock.calls.length;
}

describe('a person at a terminal', () => {
  it.each(['y', 'Yes', ' y '])('agrees by %j', async (answer) => expect(await confirmed(answer)).toBe(1));

  it.each(['', 'n', 'yo'])('does not agree by %j', async (answer) => {
    await expect(confirmed(answer)).rejects.toThrow('nothing was changed');
  });

  it('is not asked who agreed by --yes', async () => expect(await confirmed('n', { yes: true })).toBe(0));
});

describe('tests', () => {
  it.each(['https://127.0.0.1:6443', 'https://localhost', 'https://[::1]:6443'])(
    'ask nothing of a cluster at %s',
    async (server) => expect(await confirmed('n', { isForTests: true }, server)).toBe(0),
  );

  it.each(['https://127.0.0.1.example.org', 'https://10.0.0.1:6443', 'https://localhost.test'])(
    'ask about a cluster at %s',
    async (server) => expect(await confirmed('y', { isForTests: true }, server)).toBe(1),
  );
});
