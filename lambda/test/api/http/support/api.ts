import * as z from 'zod/mini';
import { Problem } from '../../../../api/http/problem';
import { Routes, serve } from '../../../../api/http/serve';
import { Answer, apiEvent, Call, read } from '../../../support/api-event';
import { Recorded, recordingTelemetry } from '../../../support/telemetry';

const schema = z.strictObject({ name: z.string(), tags: z.optional(z.array(z.string())) });
const routes: Routes = {
  'POST /echo': async (request) => ({ status: 200, body: request.body(schema) }),
  'GET /search': async (request) => ({ status: 200, body: request.query(z.strictObject({ word: z.optional(z.string()) })) }),
  'GET /nothing': async () => ({ status: 204 }),
  'GET /refused': async () => { throw new Problem('file-too-large', 'Too large.', { members: { max_size: 7 }, headers: { 'Retry-After': '3' } }); },
  'GET /broken': async () => { throw new Error('the password is hunter2'); },
  'GET /who': async (request) => ({ status: 200, body: request.caller() }),
};

export async function call(options: Call, allowedOrigins: string[] = []): Promise<Answer & { readonly telemetry: Recorded }> {
  const telemetry = recordingTelemetry();
  const answer = read(await serve(routes, { allowedOrigins, telemetry })(apiEvent(options)));
  return { ...answer, telemetry };
}
