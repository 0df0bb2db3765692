import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../tools/test/processes.ts';

/** A kubectl that has the Secrets of a file, and adds to it what it is told to create, unless somebody was faster. */
function kubectlWith({ secret, faster }: { secret?: object; faster?: object } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-kubectl-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'secret.json');
  writeFileSync(file, secret === undefined ? '' : JSON.stringify(secret));
  const script = `#!${process.execPath}
    const { readFileSync, writeFileSync } = require('node:fs');
    const file = ${JSON.stringify(file)};
    const [verb] = process.argv.slice(2);
    if (verb === 'get') process.stdout.write(readFileSync(file, 'utf8'));
    else {
      const told = JSON.parse(readFileSync(0, 'utf8'));
      const faster = ${JSON.stringify(faster ?? null)};
      if (faster !== null) {
        writeFileSync(file, JSON.stringify(faster));
        console.error('Error from server (AlreadyExists): error when creating "STDIN": secrets "grafana" already exists');
        process.exitCode = 1;
      } else {
        const data = Object.fromEntries(Object.entries(told.stringData).map(([key, text]) => [key, btoa(text)]));
        writeFileSync(file, JSON.stringify({ ...told, data }));
      }
    }`;
  writeFileSync(path.join(folder, 'kubectl'), script);
  chmodSync(path.join(folder, 'kubectl'), 0o755);
  return { PATH: folder, secret: () => JSON.parse(readFileSync(file, 'utf8')) };
}

const run = (PATH: string) => runCli(['monitoring', 'grafana-password'], { PATH });

describe('npx . monitoring grafana-password', () => {
  it('makes a password that nobody can guess, keeps it in a Secret, and prints it again', async () => {
    const kubectl = kubectlWith();
    const first = await run(kubectl.PATH);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^[\w-]{32}\n$/);
    expect(kubectl.secret()).toMatchObject({
      kind: 'Secret',
      metadata: { name: 'grafana', namespace: 'monitoring' },
      stringData: { 'admin-password': first.stdout.trim() },
    });
    expect((await run(kubectl.PATH)).stdout).toBe(first.stdout);
    expect((await run(kubectlWith().PATH)).stdout).not.toBe(first.stdout);
  });

  it('prints the one of whoever made it first', async () => {
    const faster = { data: { 'admin-password': btoa('theirs') } };
    expect((await run(kubectlWith({ faster }).PATH)).stdout).toBe('theirs\n');
  });
});
