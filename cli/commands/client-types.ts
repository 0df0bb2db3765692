import { writeFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { generateTypes, typesFile } from '../../clients/typescript/generate.ts';

export default () =>
  new Command()
    .description("Writes the types of the TypeScript client from the function's openapi.json.")
    .action(async () => writeFileSync(typesFile, await generateTypes()));
