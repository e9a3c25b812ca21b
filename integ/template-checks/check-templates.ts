import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cleanEnvironment } from '../local-aws/environment';
import { ensurePython, PythonTool } from '../local-aws/python-environment';
import { runCommand } from '../local-aws/run-command';

export interface Finding {
  /** The name of the template. */
  readonly template: string;
  /** `W3005` of cfn-lint, `CKV_AWS_18` of checkov. */
  readonly check: string;
  /** `AWS::S3::Bucket.ImagesStorageInputBucket29AD5242`; of cfn-lint, without the type. */
  readonly resource: string;
  readonly message: string;
}

const checkers: PythonTool = {
  title: 'cfn-lint and checkov', folder: 'template-checks', minor: 11, requirementsFile: join(__dirname, 'requirements.txt'),
};

/** Errors and warnings, in any combination. */
const LINT_FOUND = [0, 2, 4, 6, 8, 10, 12, 14];
const CHECKOV_FOUND = [0, 1];

/**
 * Everything that cfn-lint and checkov say about templates, down to warnings. Neither speaks to the network.
 *
 * @param templates by their names, which are names of files
 */
export async function checkTemplates(templates: Readonly<Record<string, object>>, report: (line: string) => void): Promise<Finding[]> {
  const python = await ensurePython(checkers, report);
  const folder = await mkdtemp(join(tmpdir(), 'template-checks-'));
  try {
    const files = await Promise.all(Object.entries(templates).map(async ([name, template]) => {
      await writeFile(join(folder, `${name}.json`), JSON.stringify(template));
      return `${name}.json`;
    }));
    // One after the other: each takes a processor, and as much memory as the tests that run at the same time.
    return [...await runCfnLint(python, folder, files), ...await runCheckov(python, folder, files)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runCfnLint(python: string, folder: string, files: string[]): Promise<Finding[]> {
  await run(python, folder, 'cfn-lint', LINT_FOUND, [
    '-c', 'import sys; from cfnlint.runner import main; sys.exit(main())', '--format', 'json', '--output-file', 'found.txt', '--', ...files,
  ]);
  // Nothing found, no file.
  const matches = JSON.parse(await readFile(join(folder, 'found.txt'), 'utf8').catch(() => '[]')) as LintMatch[];
  return matches.map(({ Filename, Rule, Location, Message }) => (
    { template: toName(Filename), check: Rule.Id, resource: String(Location.Path?.[1] ?? ''), message: Message }
  ));
}

interface LintMatch {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: readonly (string | number)[] };
  readonly Message: string;
}

async function runCheckov(python: string, folder: string, files: string[]): Promise<Finding[]> {
  await run(python, folder, 'checkov', CHECKOV_FOUND, [
    '-m', 'checkov.main', '--file', ...files, '--framework', 'cloudformation', '--compact', '--quiet', '--skip-download',
    '--output', 'json', '--output-file-path', '.',
  ]);
  const { summary, results } = JSON.parse(await readFile(join(folder, 'results_json.json'), 'utf8')) as CheckovReport;
  if (summary.parsing_errors > 0) throw new Error(`checkov should read every template, and could not read ${summary.parsing_errors} of ${files.length}`);
  return results.failed_checks.map(({ check_id, check_name, file_path, resource }) => (
    { template: toName(file_path), check: check_id, resource, message: check_name }
  ));
}

interface CheckovReport {
  readonly summary: { readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly FailedCheck[] };
}

interface FailedCheck {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
}

async function run(python: string, folder: string, name: string, goodCodes: number[], args: string[]): Promise<void> {
  await runCommand(python, args, { cwd: folder, env: { ...cleanEnvironment(folder), PYTHONUTF8: '1' }, purpose: `Running ${name}`, goodCodes });
}

function toName(file: string): string {
  return basename(file, '.json');
}
