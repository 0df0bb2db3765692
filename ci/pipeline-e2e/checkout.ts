import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../tools/names.ts';

/** A clone of this commit with packages of its own, in which a scenario may commit a defect. */
export class Checkout {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-pipeline-'));

  readonly #base: string;

  constructor() {
    execFileSync('git', ['clone', '--quiet', root, this.folder]);
    this.git('checkout', '--quiet', '-B', 'main');
    this.git('config', 'user.name', 'pipeline-e2e');
    this.git('config', 'user.email', 'pipeline-e2e@example.org');
    this.#base = this.git('rev-parse', 'HEAD');
    execFileSync('npm', ['ci', '--prefer-offline', '--silent'], { cwd: this.folder, stdio: 'inherit' });
    const environment = path.join(root, 'model-build/.venv');
    if (existsSync(environment)) symlinkSync(environment, path.join(this.folder, 'model-build/.venv'));
  }

  /** Changes a file; the text of one that is not there is empty. @throws Error when the change changes nothing */
  edit(file: string, change: (text: string) => string): void {
    const place = path.join(this.folder, file);
    const before = existsSync(place) ? readFileSync(place, 'utf8') : '';
    const after = change(before);
    if (after === before) throw new Error(`${file} has not what was to be changed in it`);
    writeFileSync(place, after);
  }

  /** Makes a commit, and so another image. It has no time of its own, so that a later run can continue an earlier one. */
  commit(message: string): void {
    const when = '2020-01-01T00:00:00Z';
    this.git('add', '--all');
    execFileSync('git', ['commit', '--quiet', '--allow-empty', '--message', message], {
      cwd: this.folder,
      env: { ...process.env, GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when },
    });
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8' }).trim();
  }

  get isChanged(): boolean {
    return this.git('status', '--porcelain') !== '';
  }

  /** Removes every commit and change since the clone. */
  reset(): void {
    this.git('reset', '--quiet', '--hard', this.#base);
  }

  python(...args: string[]): void {
    execFileSync('model-build/python', args, { cwd: this.folder, stdio: 'inherit' });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
