import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const HEADER = `/* eslint-disable */
// Made from docs/openapi.json by openapi-typescript. Do not edit it: run \`npx projen api-docs\`.

`;

/** Writes the TypeScript types of the schemas in an OpenAPI document. */
async function main(document: string, output: string): Promise<void> {
  const { paths: _paths, ...schemas } = JSON.parse(readFileSync(document, 'utf8')) as Record<string, unknown>;
  // Only the bodies: the client has one method for each path.
  const types = await openapiTS(JSON.stringify({ ...schemas, paths: {} }), { immutable: true });
  // TypeDoc rejects the generator's tags, and docs/openapi.json has the descriptions.
  writeFileSync(output, HEADER + astToString(types).replace(/^ *\/\*\*[^]*?\*\/\n/gm, ''));
}

const [document, output] = process.argv.slice(2);
void main(document, output);
