import { runProgram } from '../tools/cli/program.ts';
import { table } from './table.ts';

await runProgram(table, process.argv.slice(2));
