import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment } from '../local-aws/environment';
import { ensurePython, PythonTool } from '../local-aws/python-environment';
import { runCommand } from '../local-aws/run-command';
import { projectRoot } from '../local-aws/settings';

export interface FuzzOptions {
  readonly apiUrl: string;
  /**
   * The id token to send.
   *
   * @default - none: every guarded call should answer 401
   */
  readonly token?: string;
  /** Who the token is of, and an image of theirs that is ready. */
  readonly userId: string;
  readonly imageId: string;
  /**
   * Only the calls of this tag of the document.
   *
   * @default - all
   */
  readonly tag?: 'accounts' | 'images';
  /** Generated requests for each call, in addition to the fixed ones for the edges of its schemas (about 450 in all). */
  readonly examples: number;
  /** The same seed and number send the same requests. */
  readonly seed: number;
}

export interface FuzzResult {
  readonly requests: number;
  /** Calls that were tested. */
  readonly tested: number;
  /** Requests that were answered with a success, by call. */
  readonly accepted: Readonly<Record<string, number>>;
  readonly failures: number;
  /** What the fuzzer printed: each failure with the request that shows it again. */
  readonly output: string;
}

/** What is read of the fuzzer's report. */
interface Report {
  readonly complete: boolean;
  readonly operations: { readonly tested: number };
  readonly test_cases: { readonly generated: number; readonly with_failures: number; readonly errored: number };
  /** By operation and phase; of the requests that the document allows. */
  readonly valid_rates: Readonly<Record<string, Readonly<Record<string, { readonly accepted: number }>>>>;
}

/** Exit code of a run that went well and found something. */
const FOUND_FAILURES = 1;

const schemathesis: PythonTool = {
  title: 'the fuzzer', folder: 'fuzzer', minor: 11, requirementsFile: join(__dirname, 'requirements.txt'),
};
const openApi = join(projectRoot, 'docs', 'openapi.json');
const configuration = join(__dirname, 'schemathesis.toml');

/** Sends made-up requests, right and wrong ones, and checks each answer against docs/openapi.json. */
export async function runFuzzer(options: FuzzOptions, report: (line: string) => void): Promise<FuzzResult> {
  const python = await ensurePython(schemathesis, report);
  const folder = await mkdtemp(join(tmpdir(), 'api-fuzz-'));
  try {
    const { imageId, userId } = options;
    const settings = (await readFile(configuration, 'utf8')).replace('{{imageId}}', imageId).replace('{{userId}}', userId);
    await writeFile(join(folder, 'schemathesis.toml'), settings);
    const output = await runCommand(python, fuzzerArguments(options), {
      cwd: folder, env: { ...cleanEnvironment(folder), PYTHONUTF8: '1' }, purpose: 'Running the fuzzer', goodCodes: [0, FOUND_FAILURES], limitMs: 900_000,
    });
    const { complete, operations, test_cases, valid_rates } = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report;
    return {
      requests: test_cases.generated,
      tested: operations.tested,
      accepted: accepted(valid_rates),
      failures: test_cases.with_failures + test_cases.errored + (complete ? 0 : 1),
      output,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fuzzerArguments({ apiUrl, token, tag, examples, seed }: FuzzOptions): string[] {
  return [
    '-m', 'schemathesis.cli', '--config-file', 'schemathesis.toml', 'run', openApi,
    '--url', apiUrl,
    '--seed', String(seed),
    '--max-examples', String(examples),
    // The emulator runs two to four calls of a function at once.
    '--workers', '4',
    '--report', 'json', '--report-json-path', 'report.json',
    '--no-color', '--warnings', 'off',
    ...(tag === undefined ? [] : ['--include-tag', tag]),
    ...(token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`]),
  ];
}

function accepted(rates: Report['valid_rates']): Record<string, number> {
  return Object.fromEntries(Object.entries(rates).map(([name, phases]) => (
    [name, Object.values(phases).reduce((sum, phase) => sum + phase.accepted, 0)]
  )));
}

/** @throws Error with the validator's words where docs/openapi.json is no OpenAPI 3.1 document */
export async function validateDocument(report: (line: string) => void): Promise<void> {
  const python = await ensurePython(schemathesis, report);
  await runCommand(python, ['-m', 'openapi_spec_validator', openApi], {
    cwd: projectRoot, env: cleanEnvironment(projectRoot), purpose: 'Validating docs/openapi.json',
  });
}
