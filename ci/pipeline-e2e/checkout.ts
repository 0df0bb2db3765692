import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../tools/names.ts';

const NAME = 'cats-vs-dogs';

/** A clone of this checkout whose Service has another name and namespace, so that what runs beside it is left alone. */
export class Checkout {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-prove-'));

  readonly #base: string;

  constructor(namespace: string) {
    execFileSync('git', ['clone', '--quiet', root, this.folder]);
    this.git('checkout', '--quiet', '-B', 'main');
    this.git('config', 'user.name', 'prove');
    this.git('config', 'user.email', 'prove@example.org');
    const manifests = this.git(
      'grep',
      '--files-with-matches',
      NAME,
      '--',
      'knative/base',
      'knative/overlays',
    );
    for (const file of manifests.split('\n')) this.edit(file, (text) => text.replaceAll(NAME, namespace));
    this.edit('tools/names.ts', (text) => text.replace(`NAME = '${NAME}'`, `NAME = '${namespace}'`));
    // Its tests are those that take seconds: what is proven is what becomes of their result.
    this.edit('package.json', (text) =>
      text.replace(/"test": ".*"/, '"test": "npm run --silent test:prove"'),
    );
    this.edit('package.json', (text) =>
      text.replace(
        '"test:ci":',
        '"test:prove": "vitest run --project function function/test/config.test.ts",\n    "test:ci":',
      ),
    );
    execFileSync('npm', ['ci', '--prefer-offline', '--silent'], { cwd: this.folder, stdio: 'inherit' });
    const environment = path.join(root, 'model-build/.venv');
    if (existsSync(environment)) symlinkSync(environment, path.join(this.folder, 'model-build/.venv'));
    this.commit();
    this.#base = this.git('rev-parse', 'HEAD');
  }

  edit(file: string, change: (text: string) => string): void {
    const place = path.join(this.folder, file);
    const before = readFileSync(place, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`${file} has not what was to be changed in it`);
    writeFileSync(place, after);
  }

  /** The same tree is the same commit, so that a run can be gone on with. */
  commit(): void {
    const when = '2020-01-01T00:00:00Z';
    execFileSync('git', ['commit', '--quiet', '--all', '--message', 'prove: a change'], {
      cwd: this.folder,
      env: { ...process.env, GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when },
    });
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8' }).trim();
  }

  /** Undoes what was committed since it was made. */
  goBack(): void {
    this.git('reset', '--quiet', '--hard', this.#base);
  }

  python(...args: string[]): void {
    const { status } = spawnSync('model-build/python', args, { cwd: this.folder, stdio: 'inherit' });
    if (status !== 0) throw new Error(`python ${args[0]} ended with ${status}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
