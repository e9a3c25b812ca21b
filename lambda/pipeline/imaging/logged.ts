import { UploadedImage } from '../../../src/contract/workflow';
import { Telemetry } from '../../runtime/telemetry';

interface Request {
  readonly upload: UploadedImage;
}

/** Wraps a task's logic: one line an image says how it ended; a fault is logged and thrown on to the workflow. */
export function logged<R extends Request, V extends object>(
  telemetry: Telemetry,
  task: (request: R) => Promise<V>,
): (request: R) => Promise<V> {
  return async request => {
    const { image_id, user_id } = request.upload;
    const about = telemetry.about({ image_id, user_id });
    try {
      const verdict = await task(request);
      const { outcome: status, reason } = verdict as { outcome?: string; reason?: string };
      about.info('task ended', { status, reason });
      return verdict;
    } catch (error) {
      about.error('task failed', error);
      throw error;
    }
  };
}
