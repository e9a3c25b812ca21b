import type { IncomingMessage } from 'node:http';

/** A call of AWS by a handler. */
export interface Call {
  /** As in the scope of its signature: `dynamodb`, `s3`, `sqs`, `states`. */
  readonly service: string;
  /** `UpdateItem`; the method for S3. */
  readonly operation: string;
  readonly path: string;
  /** The image that it names in its path or its body. */
  readonly imageId?: string;
  /** The port at the caller's end of the connection, by which its process is found. */
  readonly port: number;
  /** The same for every try of one command of a client. */
  readonly invocation: string;
  /** What it sends. */
  text(): string;
}

const imageIdPattern = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** Whether it comes from a client with a URL of ours, not from a handler. */
export function isPresigned({ headers: { authorization = '' } }: IncomingMessage): boolean {
  return !authorization.startsWith('AWS4-HMAC-SHA256');
}

export function readCall({ headers, method = '', url = '', socket }: IncomingMessage, body: Buffer): Call {
  const [, service = ''] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)/.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  const text = () => (service === 's3' ? '' : body.toString());
  return {
    service,
    operation: typeof target === 'string' ? target.split('.').at(-1)! : method,
    path: url,
    imageId: (imageIdPattern.exec(url) ?? imageIdPattern.exec(text()))?.[0],
    port: socket.remotePort!,
    invocation: String(headers['amz-sdk-invocation-id']),
    text,
  };
}
