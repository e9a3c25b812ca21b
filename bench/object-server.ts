import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { WORK_PREFIX } from '../src/contract/object-keys';

interface StoredBody { readonly bytes: Buffer; readonly type: string }

/** The part of S3 that the image functions use: GET, also of a range, and PUT. Renditions are not stored. */
export class ObjectServer {
  private readonly objects = new Map<string, StoredBody>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => this.answer(request, response));
  }

  static async start(): Promise<ObjectServer> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new ObjectServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** @param path bucket and key, such as `/input/uploads/a` */
  put(path: string, bytes: Buffer, type: string): void {
    this.objects.set(path, { bytes, type });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url!, this.url).pathname);
    if (request.method === 'PUT') void this.take(path, request, response);
    else this.send(path, request.headers.range, response);
  }

  private async take(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (path.includes(`/${WORK_PREFIX}`)) this.put(path, Buffer.concat(chunks), request.headers['content-type'] ?? '');
    response.end();
  }

  private send(path: string, range: string | undefined, response: ServerResponse): void {
    const object = this.objects.get(path);
    if (!object) {
      response.writeHead(404).end();
      return;
    }
    const wanted = /^bytes=0-(\d+)$/.exec(range ?? '');
    const body = wanted ? object.bytes.subarray(0, Number(wanted[1]) + 1) : object.bytes;
    response.writeHead(wanted ? 206 : 200, {
      'Content-Type': object.type,
      'Content-Length': body.length,
      ...(wanted && { 'Content-Range': `bytes 0-${body.length - 1}/${object.bytes.length}` }),
    }).end(body);
  }
}
