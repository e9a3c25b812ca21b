import { delay } from '../core/delay.js';
import { fromReason } from '../core/map-error.js';
import { isImageManagementError } from '../errors.js';
import type { WireGrant } from '../wire.js';
import { ProgressReporter } from './progress.js';
import type { ProgressListener } from './progress.js';
import { isExpired } from './refusal.js';
import { send } from './send.js';
import type { Shipment } from './send.js';
import type { PreparedSource } from './source.js';
import type { Transport } from './transport.js';

export interface UploadPlan {
  readonly source: PreparedSource;
  /** Asks the API for a permission to upload: fetched just in time, and once more where it ran out. */
  readonly grant: () => Promise<WireGrant>;
  readonly transport: Transport;
  /** How often a broken upload is begun again. */
  readonly retry: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** Brings the bytes to the storage; gives the image's id. */
export async function upload({ source, grant, transport, retry, onProgress, signal }: UploadPlan): Promise<string> {
  const progress = new ProgressReporter(source.size ?? 0, onProgress);
  let granted = await grant();
  progress.sent(0);
  let renewed = false;
  for (let retries = 0; ;) {
    try {
      await send(transport, { ...address(granted, source), report: (bytes) => progress.sent(bytes), signal });
      break;
    } catch (error) {
      if (isExpired(error) && !renewed) {
        renewed = true;
        granted = await grant();
      } else if (isImageManagementError(error) && error.retryable && !isExpired(error) && retries < retry) {
        await pause(retries++, signal);
      } else {
        throw error;
      }
    }
  }
  progress.finish();
  return granted.image_id;
}

/** A file that JavaScript never holds travels as a form, which is what React Native can send; all else as it is. */
function address(granted: WireGrant, { body }: PreparedSource): Pick<Shipment, 'method' | 'url' | 'headers' | 'body'> {
  if (!('uri' in body)) return { method: 'PUT', url: granted.upload_url, headers: granted.headers, body };
  const form = new FormData();
  for (const [name, value] of Object.entries(granted.form.fields)) form.append(name, value);
  // Last: the storage ignores fields that come after the file.
  form.append('file', body as unknown as Blob);
  return { method: 'POST', url: granted.form.url, headers: {}, body: form };
}

async function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(300 * 2 ** attempt * (0.5 + Math.random()), signal);
  } catch (error) {
    throw fromReason(signal?.reason ?? error);
  }
}
