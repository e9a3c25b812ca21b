import { retrying } from '../core/retrying.js';
import type { WireUploadGrant } from '../wire.js';
import { ProgressReporter } from './progress.js';
import type { ProgressListener } from './progress.js';
import { isExpired } from './refusal.js';
import { send } from './send.js';
import type { Shipment } from './send.js';
import { isStream, open } from './source.js';
import type { PreparedSource } from './source.js';
import type { Transport } from './transport.js';

export interface UploadPlan {
  readonly source: PreparedSource;
  /** Asks the API for a permission to upload: fetched just in time, and once more where it ran out. */
  readonly grant: () => Promise<WireUploadGrant>;
  readonly transport: Transport;
  /** How often a broken upload is begun again. */
  readonly retry: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** Brings the bytes to the storage; gives the image's id. */
export async function upload({ source, grant, transport, retry, onProgress, signal }: UploadPlan): Promise<string> {
  const progress = new ProgressReporter(source.size ?? 0, onProgress);
  const report: Shipment['report'] = (bytes, total) => progress.sent(bytes, total);
  const again = canBeginAgain(source);
  let granted = await grant();
  let renewals = 0;
  const renew = async () => {
    renewals++;
    granted = await grant();
  };
  const attempt = async (): Promise<void> => {
    try {
      await send(transport, { ...address(granted, source), report, signal });
    } catch (error) {
      if (!isExpired(error) || renewals > 0 || !again) throw error;
      await renew();
      await attempt();
    }
  };
  report(0);
  await retrying(async (retries) => {
    // By this machine's clock, which may be wrong: a grant that just came is not doubted.
    if (retries > 0 && renewals === 0 && Date.parse(granted.expires_at) <= Date.now()) await renew();
    await attempt();
  }, { limit: again ? retry : 0, repeats: (error) => !isExpired(error), signal });
  progress.finish();
  return granted.image_id;
}

function canBeginAgain({ body }: PreparedSource): boolean {
  return !isStream(body) || typeof body.stream === 'function';
}

/** A file that JavaScript never holds travels as a form, which is what React Native can send; all else as it is. */
function address(granted: WireUploadGrant, { body, size = 0 }: PreparedSource): Pick<Shipment, 'method' | 'url' | 'headers' | 'body' | 'size'> {
  if (!('uri' in body)) return { method: 'PUT', url: granted.upload_url, headers: granted.headers, body: open(body), size };
  const form = new FormData();
  for (const [name, value] of Object.entries(granted.form.fields)) form.append(name, value);
  // Last: the storage ignores fields that come after the file.
  form.append('file', body as unknown as Blob);
  return { method: 'POST', url: granted.form.url, headers: {}, body: form, size };
}
