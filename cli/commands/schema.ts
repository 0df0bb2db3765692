import { writeFile } from 'node:fs/promises';
import { Command } from '@commander-js/extra-typings';
import { compileSchema, schemas } from '../../function/compile-schema.ts';

export default () =>
  new Command()
    .description(
      'Compiles the JSON schemas of the function to modules, so that it loads no schema compiler when it starts.',
    )
    .action(async () => {
      for (const { schema, compiled } of schemas) await writeFile(compiled, await compileSchema(schema));
    });
