import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Kubectl } from '../../tools/kubectl.ts';
import { runCli } from '../../tools/test/processes.ts';
import { makeGrafanaPassword } from '../stack/grafana-password.ts';

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

const print = (PATH: string) => runCli(['monitoring', 'grafana-password'], { PATH });
/** As `npx . monitoring deploy` does. */
async function make(PATH: string): Promise<string> {
  vi.stubEnv('PATH', PATH);
  return makeGrafanaPassword({ kubectl: new Kubectl(), namespace: 'watch' }).finally(() =>
    vi.unstubAllEnvs(),
  );
}

describe("Grafana's password", () => {
  it('is one that nobody can guess, stays in a Secret, and is printed', async () => {
    const kubectl = kubectlWith();
    const first = await make(kubectl.PATH);
    expect(first).toMatch(/^[\w-]{32}$/);
    expect(kubectl.secret()).toMatchObject({
      kind: 'Secret',
      metadata: {
        ...{ name: 'grafana', namespace: 'watch' },
        labels: { 'app.kubernetes.io/managed-by': 'cats-vs-dogs', 'app.kubernetes.io/part-of': 'monitoring' },
      },
      stringData: { 'admin-password': first },
    });
    expect(await make(kubectl.PATH)).toBe(first);
    expect(await print(kubectl.PATH)).toEqual({ code: 0, stderr: '', stdout: `${first}\n` });
    expect(await make(kubectlWith().PATH)).not.toBe(first);
  });

  it('is the one of whoever made it first', async () => {
    const faster = { data: { 'admin-password': btoa('theirs') } };
    expect(await make(kubectlWith({ faster }).PATH)).toBe('theirs');
  });

  it('is not made by the command that prints it', async () => {
    const { code, stdout, stderr } = await print(kubectlWith().PATH);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('npx . monitoring deploy brings it');
  });
});
