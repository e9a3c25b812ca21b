import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Tally } from './judge';
import { readOptions } from './options';
import { canFindProcesses } from './processes';
import { SUITES, SUITES_OF_STANDARD } from './suites/all';
import { formatTable, isSound } from './table';

/** `npm run test:faults`: breaks the system in every way that is known here, and prints what became of its images. */
async function main(args: string[]): Promise<number> {
  if (!canFindProcesses) throw new Error('The fault suite needs Linux: it finds the processes of functions in /proc.');
  const { only } = readOptions(args, Object.keys(SUITES));
  const chosen = (names: readonly string[]) => names.filter(name => only.length === 0 || only.includes(name));
  const express = await run('EXPRESS', chosen(Object.keys(SUITES)), args);
  const standard = await run('STANDARD', chosen(SUITES_OF_STANDARD), args);
  const tallies = [...express.tallies, ...standard.tallies.map(tally => ({ ...tally, fault: `Standard: ${tally.fault}` }))];
  console.log(`\n${formatTable(tallies)}`);
  for (const { fault, problems } of tallies) for (const problem of problems) console.log(`${fault}: ${problem}`);
  return express.code === 0 && standard.code === 0 && tallies.length > 0 && tallies.every(isSound) ? 0 : 1;
}

async function run(type: string, suites: readonly string[], args: string[]): Promise<{ readonly tallies: Tally[]; readonly code: number }> {
  const tallies: Tally[] = [];
  if (suites.length === 0) return { tallies, code: 0 };
  console.log(`> Workflow of type ${type}: ${suites.join(', ')}`);
  const child = fork(join(__dirname, 'one-type.ts'), [type, suites.join(','), ...args], { execArgv: ['--import', 'tsx'] });
  child.on('message', tally => tallies.push(tally as Tally));
  const [code] = await once(child, 'exit') as [number | null];
  return { tallies, code: code ?? 1 };
}

void main(process.argv.slice(2)).then(code => {
  process.exitCode = code;
}, (error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
