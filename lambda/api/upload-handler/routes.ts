import type { GrantUpload } from './grant-upload';
import { Metric } from '../../../src/contract/environment';
import type { Routes } from '../http/serve';
import { uploadRequest } from '../schemas/upload';

export function uploadRoutes(grantUpload: GrantUpload): Routes {
  return {
    'POST /upload': async (request, telemetry) => {
      const { userId } = request.caller();
      const grant = await grantUpload.run(userId, request.body(uploadRequest));
      telemetry.count(Metric.UPLOADS_GRANTED);
      telemetry.about({ user_id: userId, image_id: grant.image_id }).info('upload granted');
      return { status: 201, body: grant };
    },
  };
}
