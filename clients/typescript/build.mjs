// Builds the package into dist: ES modules in esm, CommonJS in cjs, each with its types.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const folder = import.meta.dirname;
const compiler = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);
const formats = [
  ['esm', 'module', []],
  [
    'cjs',
    'commonjs',
    ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false'],
  ],
];

rmSync(path.join(folder, 'dist'), { recursive: true, force: true });
for (const [name, type, options] of formats) {
  const target = path.join(folder, 'dist', name);
  execFileSync(process.execPath, [compiler, '--project', folder, '--outDir', target, ...options], {
    stdio: 'inherit',
  });
  // The nearest package.json decides how Node.js and TypeScript read the files.
  writeFileSync(path.join(target, 'package.json'), `${JSON.stringify({ type })}\n`);
}
