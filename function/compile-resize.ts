// Compiles function/wasm/resize.ts, so that neither the build nor the function loads a compiler.
import { readFile } from 'node:fs/promises';
import { main } from 'assemblyscript/asc';

const source = new URL('wasm/resize.ts', import.meta.url);
export const compiledResize = new URL('src/image/resize.generated.mjs', import.meta.url);

/**
 * @returns the text of a module whose default export is the WebAssembly as base64
 * @throws Error with what the compiler says
 */
export async function compileResize(): Promise<string> {
  const text = await readFile(source, 'utf8');
  const options = '--optimizeLevel 3 --runtime stub --enable simd --importMemory --noAssert'.split(' ');
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await main(['resize.ts', '--outFile', 'resize.wasm', ...options], {
    readFile: (name) => (name === 'resize.ts' ? text : null),
    writeFile: (_, content) => {
      wasm = content as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === undefined) throw new Error(`function/wasm/resize.ts: ${stderr}`);
  return `// Made by \`npx . generate resize\` from function/wasm/resize.ts.\nexport default '${Buffer.from(wasm).toString('base64')}';\n`;
}
