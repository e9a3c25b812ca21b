import type { Tally } from './judge';
import { readOptions } from './options';
import { setStage, StageOptions } from './stage';
import { SUITES } from './suites/all';
import { newUser } from '../end-to-end/backend';

/**
 * Runs suites against a system with one type of workflow, and sends each tally to the process that started it. A process of its own,
 * since clients of AWS lead to one emulator for life. Arguments: the type, the suites, and the command's own.
 */
async function main([workflowType, suites, ...args]: string[]): Promise<void> {
  const options = readOptions(args, Object.keys(SUITES));
  const stage = await setStage({
    workflowType: workflowType as StageOptions['workflowType'], redeliverySeconds: 10, build: false, report: line => console.log(line),
  });
  try {
    for (const inject of suites.split(',').flatMap(name => SUITES[name])) {
      // A user may hold so many grants open, and get so many in a minute.
      const tally = await inject({ ...stage, user: await newUser() }, options);
      const { fault, ...counts } = tally;
      console.log(`${fault}: ${JSON.stringify(counts)}`);
      process.send!(tally satisfies Tally);
    }
  } finally {
    await stage.stop();
    process.disconnect();
  }
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
