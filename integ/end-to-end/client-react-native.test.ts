import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { deployment } from './backend';
import { keysUnder, s3 } from './buckets';
import { clientOf } from './client';
import { photograph } from './pictures';

type Part = readonly [name: string, value: string | { readonly uri: string; readonly type: string }];

/** React Native's forms hold the name of a file, whose bytes its network stack reads when the form is sent. */
class NativeFormData {
  readonly parts: Part[] = [];

  append(...part: Part): void {
    this.parts.push(part);
  }
}

class NativeXmlHttpRequest {
  readonly upload = {};
  status = 0;
  responseText = '';
  onload?: () => void;
  onerror?: () => void;
  #method = '';
  #url = '';

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  send({ parts }: NativeFormData): void {
    this.#send(parts).then(() => this.onload?.(), () => this.onerror?.());
  }

  async #send(parts: readonly Part[]): Promise<void> {
    const body = new WebFormData();
    for (const [name, value] of parts) {
      if (typeof value === 'string') body.append(name, value);
      else body.append(name, await openAsBlob(fileURLToPath(value.uri), { type: value.type }), basename(value.uri));
    }
    const response = await fetch(this.#url, { method: this.#method, body });
    this.responseText = await response.text();
    this.status = response.status;
  }
}

const WebFormData = globalThis.FormData;
beforeAll(() => void Object.assign(globalThis, { XMLHttpRequest: NativeXmlHttpRequest, FormData: NativeFormData }));
afterAll(() => {
  Object.assign(globalThis, { FormData: WebFormData });
  delete (globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest;
});

const photo = photograph('nagasaki-boats');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let uri: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'native-'));
  await writeFile(join(folder, 'boats.jpg'), photo);
  uri = pathToFileURL(join(folder, 'boats.jpg')).href;
});
afterAll(async () => rm(folder, { recursive: true }));

// holds: promise.client
test.each([['with its size', photo.length], ['without its size', undefined]])('a file of React Native %s is stored byte by byte, and becomes ready', async (_title, size) => {
  const client = await clientOf();
  const upload = await client.images.upload({ uri, name: 'ボート.jpg', type: 'image/jpeg', size });
  expect(await upload.ready()).toMatchObject({ status: 'ready', filename: 'ボート.jpg', size: photo.length });
  expect(sha256(await stored(upload.imageId))).toBe(sha256(photo));
}, 120_000);

test('fails where the storage refuses the form: the file is longer than its size says', async () => {
  const client = await clientOf();
  await expect(client.images.upload({ uri, name: 'boats.jpg', type: 'image/jpeg', size: photo.length - 1 })).rejects.toMatchObject({
    name: 'UploadError', code: 'file-too-large', storageCode: 'EntityTooLarge', status: 400,
  });
}, 60_000);

async function stored(imageId: string): Promise<Uint8Array> {
  const keys = await keysUnder('InputBucketName', 'uploads/');
  const Key = keys.find(key => key.endsWith(imageId));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: deployment.outputs.InputBucketName, Key }));
  return Body!.transformToByteArray();
}
