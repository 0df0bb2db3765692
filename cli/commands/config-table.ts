import { Command } from '@commander-js/extra-typings';
import { configTable } from '../../function/src/config.ts';

export default () =>
  new Command()
    .description(
      "Prints the function's environment variables as a table in Markdown, for function/README.md.",
    )
    .action(() => console.log(configTable()));
