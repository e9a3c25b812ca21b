import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Arguments, USAGE, UsageError, checkFiles, parseArguments } from './arguments';
import { Interruption } from './interruption';
import { OutputFolder } from './output-folder';
import { failureOf } from './results';
import type { DemoFile, Result } from './results';
import { runDemo } from './run-demo';
import { makeSamples } from './samples';
import { formatTable } from './table';
import type { LocalAws } from '../local-aws/local-aws';
import { startLocalAws } from '../local-aws/local-aws';

const outputPath = join(__dirname, '..', '..', 'demo-output');

async function main(argv: readonly string[]): Promise<number> {
  const interruption = new Interruption();
  let localAws: LocalAws | undefined;
  try {
    // npm runs a script in the package's root, and passes the caller's folder in a variable.
    const { help, files } = parseArguments(argv, process.env.INIT_CWD);
    if (help) {
      console.log(USAGE);
      return 0;
    }
    await checkFiles(files);
    const [output, demoFiles] = await OutputFolder.startedWith(outputPath, async folder => fill(folder, files));
    localAws = await startLocalAws();
    interruption.signal.throwIfAborted();
    const backend = { baseUrl: localAws.outputs.ApiUrl, readCode: localAws.readCode };
    return report(await runDemo(backend, demoFiles, output, interruption.signal));
  } catch (error) {
    if (interruption.by) return interruption.exitCode;
    console.error(`Demo failed: ${oneLine(error)}`);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    await localAws?.stop();
  }
}

async function fill(folder: OutputFolder, files: Arguments['files']): Promise<DemoFile[]> {
  return files.length > 0 ? folder.takeFiles(files) : folder.takeSamples(await makeSamples());
}

function report(results: readonly Result[]): number {
  const sheet = join(outputPath, 'index.html');
  console.log(`\n${formatTable(results)}\n`);
  console.log(`Contact sheet: ${relative(process.cwd(), sheet)} (${pathToFileURL(sheet).href})`);
  const failure = failureOf(results);
  if (failure === undefined) return 0;
  console.error(`Demo failed: ${failure}`);
  return 1;
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
}

// Not process.exit() right after a write: a pipe would lose the table.
void main(process.argv.slice(2)).then(code => {
  process.exitCode = code;
});
