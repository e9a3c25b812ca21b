import { retry } from '../core/scheduling.js';
import type { Schemas } from '../wire.js';
import { ProgressReporter } from './progress.js';
import type { ProgressListener } from './progress.js';
import { isExpired, send } from './send.js';
import type { UploadRequest } from './send.js';
import { isStream, open } from './source.js';
import type { PreparedSource } from './source.js';
import type { Transport } from './transport.js';

export interface UploadPlan {
  readonly source: PreparedSource;
  /** Requests an upload grant: right before the upload, and once more if it expired. */
  readonly requestGrant: () => Promise<Schemas['UploadGrant']>;
  readonly transport: Transport;
  /** How often a failed upload is retried. */
  readonly retries: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** Sends the bytes to the storage. @returns the image's id */
export async function upload({ source, requestGrant, transport, retries, onProgress, signal }: UploadPlan): Promise<string> {
  const progress = new ProgressReporter(source.size ?? 0, onProgress);
  const report: UploadRequest['report'] = (bytes, total) => progress.sent(bytes, total);
  const repeatable = canBeReadAgain(source);
  let grant = await requestGrant();
  let renewals = 0;
  const renew = async () => {
    renewals++;
    grant = await requestGrant();
  };
  const attempt = async (): Promise<void> => {
    try {
      await send(transport, { ...toTransportRequest(grant, source), report, signal });
    } catch (error) {
      if (!isExpired(error) || renewals > 0 || !repeatable) throw error;
      await renew();
      await attempt();
    }
  };
  report(0);
  await retry(async (failures) => {
    // Not before the first attempt: the local clock may be wrong, and a new grant is valid.
    if (failures > 0 && renewals === 0 && Date.parse(grant.expires_at) <= Date.now()) await renew();
    await attempt();
  }, { limit: repeatable ? retries : 0, retries: (error) => !isExpired(error), signal });
  progress.finish();
  return grant.image_id;
}

function canBeReadAgain({ body }: PreparedSource): boolean {
  return !isStream(body) || typeof body.stream === 'function';
}

/** React Native can send a file from disk only in a form, by POST; everything else is sent by PUT. */
function toTransportRequest({ upload_url, headers, form: { url, fields } }: Schemas['UploadGrant'], { body, size = 0 }: PreparedSource): Omit<UploadRequest, 'report' | 'signal'> {
  if (!('uri' in body)) return { method: 'PUT', url: upload_url, headers, body: open(body), size };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // Last, because S3 ignores fields after the file.
  form.append('file', body as unknown as Blob);
  return { method: 'POST', url, headers: {}, body: form, size };
}
