import { runProgram } from '../tools/cli/program.ts';
import { table } from './table.ts';

// A reader that has seen enough, as head, ends the command without an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

await runProgram(table, process.argv.slice(2));
