// Compiles model.schema.json to a function, so that no schema compiler is loaded when the function starts.
import { readFile, writeFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';

const schemaFile = new URL('./model.schema.json', import.meta.url);
export const compiledFile = new URL('./src/model/contract-schema.generated.mjs', import.meta.url);

/** @returns the text of the module whose default export validates a parsed model.json */
export async function compileSchema() {
  const schema = JSON.parse(await readFile(schemaFile, 'utf8'));
  const ajv = new Ajv2020({
    code: { source: true, esm: true, lines: false },
    verbose: false,
    strictTuples: false,
  });
  return `// Made by \`npm run schema:compile\` from model.schema.json.\n${standaloneCode.default(ajv, ajv.compile(schema))}`;
}

if (process.argv[1] === import.meta.filename) await writeFile(compiledFile, await compileSchema());
