// Compiles JSON schemas to functions, so that no schema compiler is loaded when the function starts.
import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';

/** Each schema, and the module that it is compiled to. */
export const schemas = [
  { schema: 'model.schema.json', compiled: 'src/model/contract-schema.generated.mjs' },
  { schema: 'src/v2/infer-request.schema.json', compiled: 'src/v2/infer-request-schema.generated.mjs' },
].map(({ schema, compiled }) => ({
  schema: new URL(schema, import.meta.url),
  compiled: new URL(compiled, import.meta.url),
}));

/** @returns the text of the module whose default export validates a parsed value by the schema of this file */
export async function compileSchema(file: URL): Promise<string> {
  const schema = JSON.parse(await readFile(file, 'utf8'));
  const ajv = new Ajv2020({
    code: { source: true, esm: true, lines: false },
    verbose: false,
    strictTuples: false,
    allowUnionTypes: true,
  });
  const name = file.pathname.split('/').at(-1);
  return `// Made by \`npx . generate schema\` from ${name}.\n${standaloneCode.default(ajv, ajv.compile(schema))}`;
}
