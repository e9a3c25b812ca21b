import type { SentImage } from './sent-images';
import type { FunctionName } from '../../src/contract/functions';
import { uploadKey } from '../../src/contract/object-keys';
import type { UploadedImage } from '../../src/contract/workflow';
import { deployment } from '../end-to-end/backend';
import { signedCall } from '../end-to-end/signed-call';

interface DeployedFunction {
  readonly FunctionName: string;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

let functions: Promise<readonly DeployedFunction[]> | undefined;

/** Calls a function as an event source does, and waits for its answer. @throws Error where it answers with one */
export async function invoke(handler: FunctionName, event: object): Promise<void> {
  functions ??= signedCall<{ Functions: DeployedFunction[] }>({ service: 'lambda', path: '/2015-03-31/functions/' }).then(({ Functions }) => Functions);
  const { FunctionName } = (await functions).find(({ Environment }) => Environment?.Variables.POWERTOOLS_SERVICE_NAME === handler)!;
  const answer = await signedCall<{ errorMessage?: string } | null>({
    service: 'lambda', method: 'POST', path: `/2015-03-31/functions/${FunctionName}/invocations`, body: event,
  });
  if (answer?.errorMessage !== undefined) throw new Error(`${handler} failed: ${answer.errorMessage}`);
}

/** What the queue gets of an upload. */
export function messageOf({ owner, imageId, size, etag }: SentImage): UploadedImage {
  return { user_id: owner.id, image_id: imageId, key: uploadKey(owner.id, imageId), size, etag };
}

/** What S3 tells of an upload. */
export function eventOf(image: SentImage): object {
  const { key, size, etag } = messageOf(image);
  return {
    'source': 'aws.s3',
    'detail-type': 'Object Created',
    'detail': { bucket: { name: deployment.outputs.InputBucketName }, object: { key, size, etag } },
  };
}

/** What the queue hands to the orchestrator: the same message id for each try. */
export function recordOf(image: SentImage, messageId: string): object {
  return { messageId, receiptHandle: messageId, body: JSON.stringify(messageOf(image)), eventSource: 'aws:sqs', attributes: {}, messageAttributes: {} };
}
