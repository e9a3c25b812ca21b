import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

interface Entry { readonly bytes: Buffer; readonly type?: string }

/** As much of S3 over HTTP as the image functions ask for: whole objects, ranges from the start, and puts. */
export class MemoryS3 {
  /** By `bucket/key`. */
  readonly objects = new Map<string, Entry>();
  private constructor(private readonly server: Server) {}

  static async start(): Promise<MemoryS3> {
    const server = createServer((request, response) => void s3.answer(request, response));
    const s3: MemoryS3 = new MemoryS3(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return s3;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = decodeURIComponent(request.url!.slice(1).split('?')[0]);
    if (request.method === 'PUT') {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      this.objects.set(name, { bytes: Buffer.concat(parts), type: request.headers['content-type'] });
      response.writeHead(200).end();
      return;
    }
    const entry = this.objects.get(name);
    if (!entry) response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
    else send(entry, request.headers.range, response);
  }
}

function send({ bytes, type }: Entry, range: string | undefined, response: ServerResponse): void {
  const end = /^bytes=0-(\d+)$/.exec(range ?? '');
  if (end && bytes.length === 0) {
    response.writeHead(416, { 'content-type': 'application/xml' }).end('<Error><Code>InvalidRange</Code></Error>');
    return;
  }
  const part = end ? bytes.subarray(0, Number(end[1]) + 1) : bytes;
  response.writeHead(end ? 206 : 200, {
    ...(type && { 'content-type': type }),
    'content-length': part.length,
    ...(end && { 'content-range': `bytes 0-${part.length - 1}/${bytes.length}` }),
  }).end(part);
}
