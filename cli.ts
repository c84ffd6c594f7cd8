#!/usr/bin/env node
// The command line as a process: its arguments to its exit code.
import { run } from './commands/command-line.ts';
import { runProgram } from './ending/program.ts';

await runProgram(() => run(process.argv.slice(2)));
