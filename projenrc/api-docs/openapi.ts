import { DESCRIPTIONS } from './calls';
import { CallDescription, DocumentedProblem, problemsOf, SuccessAnswer } from './calls/call';
import { componentSchemas, Json, problemSchemaId, queryParameters, refTo } from './schemas';
import { Call, CALLS } from '../../src/contract/calls';

/** The OpenAPI 3.1 document of the API: docs/openapi.json. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const call of CALLS) {
    paths[call.path] = { ...paths[call.path], [call.method.toLowerCase()]: operation(call, DESCRIPTIONS[`${call.method} ${call.path}`]) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Image management system',
      version: '1',
      description: 'Accounts, uploads and images. docs/api.md has an example of each call.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{
      url: 'https://{api_id}.execute-api.{region}.amazonaws.com/v1',
      description: 'The ApiUrl output of the stack',
      variables: { api_id: { default: 'abc123' }, region: { default: 'eu-west-1' } },
    }],
    tags: [{ name: 'accounts' }, { name: 'images' }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: { idToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'id_token from signing in' } },
    },
  };
}

/** The content of docs/openapi.json. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), undefined, 2)}\n`;
}

const PATH_SCHEMAS: Readonly<Record<string, Json>> = {
  image_id: { type: 'string', format: 'uuid' },
  user_id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,128}$' },
};

function operation({ path, authorized }: Call, description: CallDescription): Json {
  const { operationId, summary, body, query, path: pathFields = {}, answers } = description;
  const parameters = [
    ...Object.entries(pathFields).map(([name, text]) => (
      { name, in: 'path', required: true, description: text, schema: PATH_SCHEMAS[name] }
    )),
    ...(query ? queryParameters(query) : []),
  ];
  return {
    operationId,
    summary,
    tags: [path.startsWith('/auth/') ? 'accounts' : 'images'],
    security: authorized ? [{ idToken: [] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: refTo(body.id) } } } }),
    responses: {
      ...Object.fromEntries(answers.map((answer) => [answer.status, success(answer)])),
      ...problems(problemsOf(description, authorized)),
    },
  };
}

function success({ description, bodies = [], headers }: SuccessAnswer): Json {
  const refs = bodies.map(({ id }) => refTo(id));
  return {
    description,
    ...(headers && { headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, header(text, true)])) }),
    ...(refs.length > 0 && { content: { 'application/json': { schema: refs.length > 1 ? { anyOf: refs } : refs[0] } } }),
  };
}

/** Groups problems by status: OpenAPI allows one response per status. */
function problems(list: readonly DocumentedProblem[]): Json {
  const statuses = [...new Set(list.map(({ status }) => status))];
  return Object.fromEntries(statuses.map((status) => {
    const group = list.filter((problem) => problem.status === status);
    const refs = group.map(({ code }) => refTo(problemSchemaId(code)));
    return [status, {
      description: group.map(({ code, when }) => `\`${code}\`: ${when}`).join('; '),
      ...([429, 503].includes(status) && { headers: { 'Retry-After': header('seconds to wait before retrying', status === 429) } }),
      content: { 'application/problem+json': { schema: refs.length > 1 ? { oneOf: refs } : refs[0] } },
    }];
  }));
}

function header(description: string, required: boolean): Json {
  return { description, required, schema: { type: 'string' } };
}
