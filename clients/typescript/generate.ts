// Writes the types of the client from the function's description of itself: npx . generate client-types.
import { createRequire } from 'node:module';
import path from 'node:path';
import type { OpenAPI3 } from 'openapi-typescript';
import type ts from 'typescript-5';
import { openApiDocument } from '../../function/src/openapi/document.ts';

export const typesFile = path.join(import.meta.dirname, 'src/schema.generated.ts');

const HEAD = `// Made from openapi.json by openapi-typescript: npx . generate client-types. Not to be changed by hand.\n\n`;

/** The types of every path, answer and error, as text. */
export async function generateTypes(): Promise<string> {
  const require = createRequire(import.meta.url);
  // openapi-typescript writes with the JavaScript API of TypeScript 5, which TypeScript 7 has not.
  const api = require.resolve('typescript-5');
  const { factory } = require(api) as typeof ts;
  require.cache[require.resolve('typescript')] = require.cache[api];
  const { default: openapiTs, astToString } =
    require('openapi-typescript') as typeof import('openapi-typescript');
  const blob = factory.createTypeReferenceNode('Blob');
  const nodes = await openapiTs(openApiDocument('0.0.0') as unknown as OpenAPI3, {
    alphabetize: false,
    // A photo is bytes, not a string.
    transform: ({ format }) => (format === 'binary' ? blob : undefined),
  });
  return HEAD + astToString(nodes);
}
