// Builds the function: one CommonJS file (its loader starts faster than that of ES modules) and the pages of /docs.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

const outdir = 'dist/function';
await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: ['function/src/main.ts'],
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  keepNames: true,
  sourcemap: 'external',
  legalComments: 'linked',
  external: ['sharp', 'onnxruntime-node'],
  define: { 'import.meta.dirname': '__dirname' },
  logLevel: 'warning',
});
