import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../../tools/names.ts';

/** What the import rules of this repository say of a folder with these files: one line for each violation. */
function violations(files: Record<string, string>): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'imports-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = path.join(root, '.dependency-cruiser.mjs');
  const { status, stdout } = spawnSync(process.execPath, [program, '--config', config, '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const found = [...stdout.matchAll(/^ *error (\S+): (.*?) *→ *$|^ *error (\S+): (\S+ → \S+)$/gm)];
  expect(status === 0).toBe(found.length === 0);
  return found.map(([, cycle, start, rule, arrow]) => `${cycle ?? rule}: ${start ?? arrow}`).sort();
}

const value = 'export const value = 1;\n';
const importing = (file: string) => `import { value } from '${file}';\nexport { value as again };\n`;

it('accepts arrows that point down, and tests that import tests and harnesses', () => {
  const files = {
    'tools/git.ts': value,
    'function/src/errors.ts': importing('../../tools/git.ts'),
    'function/src/http/respond.ts': importing('../errors.ts'),
    'function/harness/server.ts': importing('../src/http/respond.ts'),
    'function/bench/load.ts': importing('../harness/server.ts'),
    'knative/image/build.ts': importing('../../function/src/errors.ts'),
    'knative/test/image.ts': importing('../../function/harness/server.ts'),
    'ci/test/image.test.ts': importing('../../knative/test/image.ts'),
  };
  expect(violations(files)).toEqual([]);
});

it('refuses cycles, arrows that point up, and imports from a folder of tests or a harness', () => {
  const files = {
    'tools/cycle/a.ts': `import './b.ts';\n`,
    'tools/cycle/b.ts': `import './c.ts';\n`,
    'tools/cycle/c.ts': `import './a.ts';\n`,
    'tools/type-cycle/a.ts': `import type { B } from './b.ts';\nexport type A = B | 1;\n`,
    'tools/type-cycle/b.ts': `import type { A } from './a.ts';\nexport type B = A[];\n`,
    'tools/git.ts': importing('../ci/stage.ts'),
    'ci/stage.ts': value,
    'function/src/config.ts': `import type { B } from '../../knative/type.ts';\nexport type A = B;\n`,
    'knative/type.ts': 'export type B = 1;\n',
    'ci/dynamic.ts': `export const load = () => import('../observability/rules.ts');\n`,
    'observability/rules.ts': value,
    'clients/schema.ts': importing('../function/src/openapi/document.ts'),
    'clients/client.ts': importing('../function/src/errors.ts'),
    'function/src/openapi/document.ts': value,
    'function/src/errors.ts': value,
    'function/src/http/respond.ts': importing('../routes/page.ts'),
    'function/src/routes/page.ts': value,
    'function/bench/load.ts': importing('../test/photo.ts'),
    'function/test/photo.ts': value,
    'function/cli/predict.ts': importing('../harness/server.ts'),
    'function/harness/server.ts': value,
  };
  expect(violations(files)).toEqual([
    'ci-imports-only-itself-knative-function-clients-tools: ci/dynamic.ts → observability/rules.ts',
    'clients-imports-only-itself: clients/client.ts → function/src/errors.ts',
    'function-imports-only-itself-tools: function/src/config.ts → knative/type.ts',
    'http-imports-only-lower-layers: function/src/http/respond.ts → function/src/routes/page.ts',
    'no-cycles: tools/cycle/a.ts',
    'no-cycles: tools/type-cycle/a.ts',
    'only-tests-and-benchmarks-import-a-harness: function/cli/predict.ts → function/harness/server.ts',
    'only-tests-import-tests: function/bench/load.ts → function/test/photo.ts',
    'tools-imports-only-itself: tools/git.ts → ci/stage.ts',
  ]);
});
