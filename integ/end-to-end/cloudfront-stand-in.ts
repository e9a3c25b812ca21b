import { KeyLike } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { deployment } from './backend';
import { s3 } from './buckets';
import { checkSignedUrl } from './check-signed-url';

interface Copy {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What the local AWS lacks: a distribution before the deployed bucket of renditions. It checks signatures as CloudFront does,
 * reads what the bucket's policy would let it read, and keeps a copy of it by path and name, without the signature.
 */
export class CloudFrontStandIn {
  public readonly domain = 'images.example.com';
  /** How far its clock is ahead. */
  public aheadMs = 0;
  /** Objects that it fetched from S3. */
  public readonly fetched: string[] = [];
  private readonly copies = new Map<string, Copy>();

  private constructor(private readonly server: Server, private readonly trustedKeys: Readonly<Record<string, KeyLike>>) {}

  public static async start(trustedKeys: Readonly<Record<string, KeyLike>>): Promise<CloudFrontStandIn> {
    const server = createServer((request, response) => void standIn.answer(request, response));
    const standIn: CloudFrontStandIn = new CloudFrontStandIn(server, trustedKeys);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  /** As a viewer whose DNS leads the domain here. */
  public async view(url: string): Promise<Response> {
    const { port } = this.server.address() as AddressInfo;
    return fetch(url.replace(`https://${this.domain}`, `http://127.0.0.1:${port}`));
  }

  private async answer({ url }: IncomingMessage, response: ServerResponse): Promise<void> {
    const checked = checkSignedUrl(`https://${this.domain}${url}`, { trustedKeys: this.trustedKeys, now: new Date(Date.now() + this.aheadMs) });
    const copy = checked.admitted ? await this.copyOf(new URL(checked.resource)) : undefined;
    if (copy) response.writeHead(200, copy.headers).end(copy.bytes);
    else response.writeHead(403).end();
  }

  private async copyOf({ pathname, searchParams, href }: URL): Promise<Copy | undefined> {
    if (!pathname.startsWith('/images/')) return undefined;
    const copy = this.copies.get(href) ?? await this.read(decodeURIComponent(pathname.slice(1)), searchParams.get('response-content-disposition') ?? undefined);
    if (copy) this.copies.set(href, copy);
    return copy;
  }

  private async read(key: string, disposition: string | undefined): Promise<Copy | undefined> {
    try {
      const { OutputBucketName: Bucket } = deployment.outputs;
      const object = await s3.send(new GetObjectCommand({ Bucket, Key: key, ResponseContentDisposition: disposition }));
      this.fetched.push(key);
      const headers = {
        'content-type': object.ContentType ?? '',
        'cache-control': object.CacheControl ?? '',
        'content-disposition': object.ContentDisposition ?? '',
      };
      return { bytes: await object.Body!.transformToByteArray(), headers };
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined;
      throw error;
    }
  }
}
