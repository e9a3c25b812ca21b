import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { deployment } from './backend';
import { App, deployApp, reachableApiUrl, StackOutputs } from '../local-aws/deploy';
import { temporaryPrefix } from '../local-aws/settings';

/** Deploys a stack of integ-runner next to that of the suite. */
export async function deployForm(form: App): Promise<StackOutputs> {
  const folder = await mkdtemp(join(tmpdir(), temporaryPrefix));
  try {
    return await deployApp({ endpoint: deployment.endpoint, folder }, form, { architecture: process.arch });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What the function that integ-runner asserts with answers, called as it would be.
 * @param name of a system of the form
 */
export async function checkFlow(outputs: StackOutputs, name: string): Promise<unknown> {
  const { apiUrl, ...payload } = JSON.parse(outputs[`FlowCheckOf${name}`]) as { apiUrl: string };
  const answer = await new LambdaClient().send(new InvokeCommand({
    FunctionName: outputs.FlowCheckName,
    Payload: JSON.stringify({ ...payload, apiUrl: reachableApiUrl(apiUrl, deployment.endpoint) }),
  }));
  return JSON.parse(Buffer.from(answer.Payload!).toString());
}
