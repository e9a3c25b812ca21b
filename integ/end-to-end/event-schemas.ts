import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { ImageEvent } from './events-received';
import { projectRoot } from '../local-aws/settings';

const folder = join(projectRoot, 'docs', 'events');
const ajv = addFormats(new Ajv({ allErrors: true }));
/** Of `docs/events/`, by file name without its end. */
export const eventSchemas: ReadonlyMap<string, ValidateFunction> = new Map(readdirSync(folder).map(file =>
  [file.replace('.json', ''), ajv.compile(JSON.parse(readFileSync(join(folder, file), 'utf8')))]));

/** In what an event differs from the schema of its kind, `Image Ready` from `image-ready.json`; empty where it follows it. */
export function schemaProblems(event: ImageEvent): string[] {
  const name = event['detail-type'].toLowerCase().replace(' ', '-');
  const validate = eventSchemas.get(name);
  if (validate === undefined) return [`${name}.json should be there for an event ${event['detail-type']}`];
  validate(event);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${event['detail-type']} ${event.detail.image_id}${instancePath}: ${message}`);
}
