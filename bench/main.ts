import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureColdStarts } from './cold-start';
import { projectRoot } from './folders';
import { measureHandOver } from './hand-over-loss';
import { measureMemory } from './memory';
import { makePhotographs, Photograph, readPhotographs } from './photographs';
import { startPillow } from './pillow';
import { linesOf, Measured, resultsOf } from './report';
import { Measurement, measureRounds } from './rounds';
import { startStages, stopStages, subjectsOf } from './subjects';
import { formatTable } from './table';
import { bundleWorkers } from './worker-process';
import { checkFiles, UsageError } from '../integ/demo/arguments';

const USAGE = `Usage: npm run bench [-- --quick] [FILE…]

Measures the image pipeline against simpler programs and against its own lower bound, on photographs that it makes
(and on the JPEG files named), and writes bench/results.json. --quick takes one round on one photograph.`;

interface Plan {
  readonly files: readonly string[];
  readonly rounds: number;
  readonly made: readonly string[];
  readonly warmImages: number;
  readonly starts: number;
}

const FULL = { rounds: 9, made: ['made-12mp-a', 'made-12mp-b', 'made-9mp'], warmImages: 100, starts: 11 };
const QUICK = { rounds: 1, made: ['made-12mp-a'], warmImages: 10, starts: 3 };

/** Size of the photograph to which the limits apply. */
const JUDGED_MEGAPIXELS = 12;

async function main(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help') || argv.includes('-h')) return say(USAGE);
  const unknown = argv.find(argument => argument.startsWith('-') && argument !== '--quick');
  if (unknown) throw new UsageError(`Unknown option '${unknown}'.\n${USAGE}`);
  const files = argv.filter(argument => !argument.startsWith('-'));
  await checkFiles(files);
  await measure({ files, ...(argv.includes('--quick') ? QUICK : FULL) });
}

async function measure(plan: Plan): Promise<void> {
  say(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`);
  await bundleWorkers(['functions', 'naive', 'handler']);
  const made = await makePhotographs(plan.made);
  const photographs = [...made, ...await readPhotographs(plan.files)];
  for (const { name, megapixels, bytes } of photographs) say(`${name}: ${megapixels.toFixed(1)} MP, ${(bytes / 1e6).toFixed(1)} MB`);
  const judged = made.filter(({ megapixels }) => Math.round(megapixels) === JUDGED_MEGAPIXELS);
  const { measurements, pillow } = await measureCosts(photographs, plan.rounds);
  say('Hand-over');
  const handOver = await measureHandOver(photographs);
  say(`Cold starts, ${plan.starts} each`);
  const coldStarts = await measureColdStarts(plan.starts);
  say(`Memory, ${plan.warmImages} photographs a function`);
  const memory = await measureMemory(judged, plan.warmImages);

  const measured: Measured = {
    measurements, photographs, judged: judged.map(({ name }) => name), handOver, memory, coldStarts, pillow, rounds: plan.rounds,
  };
  await writeFile(join(projectRoot, 'bench', 'results.json'), `${JSON.stringify(resultsOf(measured), undefined, 2)}\n`);
  say(`\n${formatTable(linesOf(measured))}\n\nAll figures: bench/results.json`);
}

async function measureCosts(photographs: readonly Photograph[], rounds: number): Promise<{ measurements: Measurement[]; pillow: string }> {
  const pillow = await startPillow();
  const process = typeof pillow === 'string' ? undefined : pillow;
  const scratch = await mkdtemp(join(tmpdir(), 'image-management-bench-'));
  const stages = await startStages(scratch);
  try {
    const measurements = await measureRounds(subjectsOf(stages, process), photographs, rounds, say);
    return { measurements, pillow: process?.version ?? String(pillow) };
  } finally {
    stopStages(stages);
    await process?.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof UsageError ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
