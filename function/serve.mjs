// `npm run serve`: builds the function, then runs it in this process, so that signals reach it.
import { stop } from 'esbuild';

await import('./build.mjs');
await stop();
const url = `http://localhost:${process.env.PORT || 8080}`;
console.log(`the page: ${url}\nor: curl -F file=@function/samples/chelsea.png ${url}/predict`);
await import('../dist/function/main.cjs');
