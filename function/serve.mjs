// `npm run serve`: builds the function, then runs it in this process, so that signals reach it.
import { stop } from 'esbuild';

await import('./build.mjs');
await stop();
const { PORT = 8080 } = process.env;
console.log(`next: curl -F file=@function/samples/chelsea.png localhost:${PORT}/predict`);
await import('../dist/function/main.cjs');
