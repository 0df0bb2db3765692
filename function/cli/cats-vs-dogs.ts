import { classifyFolderCommand } from './folder/command.ts';

const HELP = `npx . COMMAND

  classify DIR   tells cats from dogs in all photos of a folder

npx . classify --help tells more.`;

const [command, ...args] = process.argv.slice(2);
if (command === 'classify') {
  process.exitCode = await classifyFolderCommand(args);
} else if (command === undefined || command === '--help') {
  console.log(HELP);
} else {
  console.error(`there is no command ${command}\n\n${HELP}`);
  process.exitCode = 2;
}
