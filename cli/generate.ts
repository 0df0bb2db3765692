import { writeFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { type Table, type Verb, verb } from '../tools/cli/table.ts';

/** Files that are made from sources, and committed. @param table what docs/commands.md describes */
export const generateVerbs = (table: Table): readonly Verb[] => [
  generator('commands', 'docs/commands.md, from the command line', {
    description: 'Writes docs/commands.md from the command line and package.json.',
    async write() {
      const { commandsPage, pageFile } = await import('./commands-page.ts');
      writeFileSync(pageFile, await commandsPage(table));
    },
  }),
  generator('config-table', "print the function's variables as a table in Markdown", {
    description:
      "Prints the function's environment variables as a table in Markdown, for function/README.md.",
    write: async () => console.log((await import('../function/src/config.ts')).configTable()),
  }),
  generator('schema', 'the validators of the JSON schemas', {
    description: `Compiles the JSON schemas of the function to modules, so that it loads no schema compiler when it starts.`,
    async write() {
      const { compileSchema, schemas } = await import('../function/compile-schema.ts');
      for (const { schema, compiled } of schemas) writeFileSync(compiled, await compileSchema(schema));
    },
  }),
  generator('resize', 'the WebAssembly that resizes pixels', {
    description: 'Compiles function/wasm/resize.ts to the WebAssembly that resizes the pixels of a JPEG.',
    async write() {
      const { compiledResize, compileResize } = await import('../function/compile-resize.ts');
      writeFileSync(compiledResize, await compileResize());
    },
  }),
  generator('postman', 'the Postman collection, from openapi.json', {
    description:
      "Writes the Postman collection from the function's openapi.json. Bruno and Insomnia read it, too.",
    async write() {
      const { collectionFile, postmanCollection } = await import('../clients/openapi/postman.ts');
      writeFileSync(collectionFile, postmanCollection());
    },
  }),
  verb('sample-answers', 'the examples of openapi.json, from a function that runs', async () => ({
    default: () =>
      new Command()
        .description('Records what a function answers about the sample, for the examples of openapi.json.')
        .option('--url <url>', 'the function', 'http://localhost:8080')
        .action(async ({ url }) => {
          const { recordSampleAnswers, sampleAnswersFile } = await import(
            '../function/record-sample-answers.ts'
          );
          writeFileSync(sampleAnswersFile, `${JSON.stringify(await recordSampleAnswers(url), null, 2)}\n`);
        }),
  })),
  generator('client-types', 'the types of the TypeScript client, from openapi.json', {
    description: "Writes the types of the TypeScript client from the function's openapi.json.",
    async write() {
      const { generateTypes, typesFile } = await import('../clients/typescript/generate.ts');
      writeFileSync(typesFile, await generateTypes());
    },
  }),
];

function generator(
  name: string,
  summary: string,
  { description, write }: { description: string; write(): Promise<void> },
): Verb {
  return verb(name, summary, async () => ({
    default: () => new Command().description(description).action(write),
  }));
}
