import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../tools/free-port.ts';
import { startProgram } from '../../local/programs.ts';
import { isHere } from '../programs.ts';
import { check } from './check.ts';
import { history } from './history.ts';

const PAST_SECONDS = 2 * 3600;
const areHere = isHere('prometheus') && isHere('promtool');

/** A Prometheus that has a past and scrapes nothing. @returns its address */
async function prometheusWith(past: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-prometheus-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [pastFile, data, config] = ['past.txt', 'data', 'prometheus.yaml'].map((name) =>
    path.join(folder, name),
  );
  writeFileSync(pastFile!, past);
  writeFileSync(config!, '{}');
  execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', pastFile!, data!], {
    stdio: 'pipe',
  });
  const port = await freePort();
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${data}`];
  const { stop } = await startProgram('prometheus', args, port);
  onTestFinished(stop);
  return `http://127.0.0.1:${port}`;
}

describe.runIf(areHere)('with a real Prometheus', { timeout: 60_000 }, () => {
  const past = (without?: string) => {
    const now = Math.floor(Date.now() / 1000);
    return history(now - PAST_SECONDS, now, without);
  };

  it('every query of every panel is one that it takes, and finds what the parts expose', async () => {
    const { code, stdout, stderr } = await check(await prometheusWith(await past()));
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+ queries have data\n$/);
    expect(code).toBe(0);
  });

  it('a metric that is gone is missed by each panel that asks for it, and by no other', async () => {
    const { code, stderr } = await check(await prometheusWith(await past('kn_revision_panic_mode')));
    const empty = stderr.split('\n').filter((line) => line.includes(': no data: '));
    expect(empty.map((line) => line.split(':')[0])).toEqual([
      'cats-vs-dogs / Knative / Revisions in panic',
      'cats-vs-dogs / Knative / Panic mode',
    ]);
    expect(code).toBe(1);
  });
});
