import type { GrantUpload } from './grant-upload';
import { Metric } from '../../src/contract/environment';
import type { Routes } from '../shared/http/serve';
import type { Telemetry } from '../shared/telemetry';
import { uploadRequest } from '../shared/wire/upload';

export function uploadRoutes(grantUpload: GrantUpload, telemetry: Telemetry): Routes {
  return {
    'POST /upload': async (request) => {
      const { userId } = request.caller();
      const grant = await grantUpload.run(userId, request.body(uploadRequest));
      telemetry.count(Metric.UPLOADS_GRANTED);
      telemetry.info('upload granted', { request_id: request.id, user_id: userId, image_id: grant.image_id });
      return { status: 201, body: grant };
    },
  };
}
