// Prints the environment variables as a table in Markdown, for the documentation.
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['function/src/config.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  define: { 'import.meta.dirname': JSON.stringify(`${import.meta.dirname}/src`) },
  write: false,
});
const { configTable } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
console.log(configTable());
