// Builds the function into dist/function: CommonJS bundles, for their loader starts faster than that of ES modules.
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const outdir = 'dist/function';

/** Both find their native library relative to their own file: from the bundle it must be found by package. */
const nativeLibraries = {
  name: 'native-libraries',
  setup(context) {
    context.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, ({ path }) =>
      replaceAll(path, '`../bin/', '`onnxruntime-node/bin/'),
    );
    context.onLoad({ filter: /sharp[\\/]dist[\\/]sharp\.cjs$/ }, ({ path }) =>
      replaceAll(path, '`../src/build/', '`sharp/src/build/'),
    );
  },
};

/** What prom-client loads and nothing here uses: a client for push gateways (http, https, zlib), and tracing. */
const unusedParts = {
  name: 'unused-parts',
  setup(context) {
    const empty = () => ({ contents: 'module.exports = {};', loader: 'js' });
    context.onLoad({ filter: /prom-client[\\/]lib[\\/]pushgateway\.js$/ }, empty);
    context.onLoad({ filter: /@opentelemetry[\\/]api[\\/]dist[\\/]index\.cjs$/ }, empty);
  },
};

/** What only a few requests need is a file of its own: the start reads no byte of it. */
const ownFiles = {
  name: 'own-files',
  setup(context) {
    context.onResolve({ filter: /^\.\/model-page\.ts$/ }, () => ({
      path: './model-page.cjs',
      external: true,
    }));
  },
};

async function replaceAll(path, from, to) {
  const source = await readFile(path, 'utf8');
  if (!source.includes(from)) throw new Error(`${path} loads its library in another way now`);
  return { contents: source.replaceAll(from, to), loader: 'js' };
}

/** The commit that is built: SOURCE_REVISION where there is no repository, as in an image. */
function revision() {
  if (process.env.SOURCE_REVISION) return process.env.SOURCE_REVISION;
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  metafile: true,
  entryPoints: [
    'function/src/main.ts',
    'function/src/functions-framework.ts',
    { in: 'function/src/image/heic/worker.ts', out: 'heic-worker' },
    'function/src/routes/model-page.ts',
  ],
  entryNames: '[name]',
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
  // Native code stays in its package; all JavaScript is bundled, for finding 400 files takes longer than running them.
  // The framework must find the registration in its own registry, not in a copy.
  external: ['@img/sharp-*', '@google-cloud/functions-framework'],
  alias: { sharp: createRequire(import.meta.url).resolve('sharp') },
  plugins: [nativeLibraries, unusedParts, ownFiles],
  // Only the global process is replaced, no import of it.
  define: { 'import.meta.dirname': '__dirname', 'process.env.BUILD_REVISION': JSON.stringify(revision()) },
  logLevel: 'warning',
});

// What functions-framework finds with --source=dist/function.
await writeFile(
  `${outdir}/package.json`,
  JSON.stringify({ type: 'commonjs', main: 'functions-framework.cjs' }),
);

// The page: one script and one style sheet for browsers of the last years, a script that few visits load, and two files as
// they are.
const { metafile: pageMetafile } = await build({
  metafile: true,
  entryPoints: [
    { in: 'function/web/src/main.ts', out: 'page' },
    { in: 'function/web/src/sha256.ts', out: 'sha256' },
    { in: 'function/web/page.css', out: 'page' },
    { in: 'function/web/model.css', out: 'model' },
  ],
  outdir: `${outdir}/web`,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome111', 'firefox113', 'safari16.4'],
  charset: 'utf8',
  logLevel: 'warning',
});
for (const file of ['index.html', 'icon.svg'])
  await copyFile(`function/web/${file}`, `${outdir}/web/${file}`);

// Which package each byte came from, for the SBOM.
const all = {
  inputs: { ...metafile.inputs, ...pageMetafile.inputs },
  outputs: { ...metafile.outputs, ...pageMetafile.outputs },
};
if (process.env.BUILD_METAFILE) await writeFile(process.env.BUILD_METAFILE, JSON.stringify(all));

const swaggerUi = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
await mkdir(`${outdir}/swagger-ui`);
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE', 'NOTICE']) {
  await copyFile(path.join(swaggerUi, file), `${outdir}/swagger-ui/${file}`);
}
