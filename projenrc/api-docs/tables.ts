import { DESCRIPTIONS } from './calls';
import { byStatus, COMMON_PROBLEMS, Described, DocumentedProblem } from './calls/call';
import { typeOf } from './schemas';
import { CALLS } from '../../src/contract/calls';
import { fillParts, Parts, Row, table } from '../generated-parts';

/** The generated parts of docs/api.md, by the name in their markers. */
export function generatedParts(): Parts {
  return new Map([
    ['calls', callsTable()],
    ['common answers', commonAnswers()],
    ...CALLS.map(({ method, path }) => [`${method} ${path}`, callTables(`${method} ${path}`)] as const),
  ]);
}

/**
 * Replaces the generated parts of the text.
 * @throws Error naming a part without markers, or markers without a part
 */
export function fillIn(text: string): string {
  return fillParts('docs/api.md', text, generatedParts());
}

function callsTable(): string {
  return table(['call', 'does', 'success', 'caller'], CALLS.map(({ method, path, authorized }) => {
    const { summary, answers } = DESCRIPTIONS[`${method} ${path}`];
    return [`[${method} ${path}](#${anchor(`${method} ${path}`)})`, summary, answers.map(({ status }) => status).join(', '), authorized ? 'signed in' : 'anyone'];
  }));
}

function commonAnswers(): string {
  const { anyCall, withBody, signedIn } = COMMON_PROBLEMS;
  const rows = [
    ...byStatus(anyCall).map((problem) => [...problemRow(problem), 'all']),
    ...byStatus(withBody).map((problem) => [...problemRow(problem), 'with a body']),
    ...byStatus(signedIn).map((problem) => [...problemRow(problem), 'signed in']),
  ];
  return table(['status', 'code', 'when', 'calls'], rows);
}

function problemRow({ status, code: name, when }: DocumentedProblem): Row {
  return [String(status), linked(name), when];
}

/** Request, answers and specific problems of a call. */
function callTables(name: string): string {
  const { body, query, path = {}, answers, problems } = DESCRIPTIONS[name];
  return [
    ...(Object.keys(path).length > 0 ? [table(['path', '', ''], Object.entries(path).map(([field, text]) => [code(field), '', text]))] : []),
    ...(body ? [fieldsTable(`body (${code(body.id)})`, name, body)] : []),
    ...(query ? [fieldsTable('query', name, query)] : []),
    ...bodiesOf(name).map((described) => fieldsTable(`answer ${statusesOf(name, described)} (${code(described.id)})`, name, described)),
    table(['status', '', 'when'], [
      ...answers.map(({ status, description, headers = {} }) => [String(status), Object.keys(headers).map(code).join(', '), description]),
      ...byStatus(problems).map(problemRow),
    ]),
  ].join('\n\n');
}

/** The distinct bodies of a call's answers. */
function bodiesOf(name: string): readonly Described[] {
  return [...new Set(DESCRIPTIONS[name].answers.flatMap(({ bodies = [] }) => bodies))];
}

function statusesOf(name: string, body: Described): string {
  return DESCRIPTIONS[name].answers.filter(({ bodies = [] }) => bodies.includes(body)).map(({ status }) => status).join(', ');
}

/** The first call on the page with this request or answer. */
function firstWith(id: string): string | undefined {
  return CALLS.map(({ method, path }) => `${method} ${path}`).find((name) => [DESCRIPTIONS[name].body, ...bodiesOf(name)].some((described) => described?.id === id));
}

function fieldsTable(title: string, call: string, { id, schema, fields }: Described): string {
  const shownAt = firstWith(id);
  if (shownAt !== undefined && shownAt !== call) return `${title}: see [${shownAt}](#${anchor(shownAt)})`;
  return table([title, '', ''], Object.entries(fields).map(([field, text]) => {
    const isOptional = schema.shape[field]._zod.optin === 'optional';
    return [code(field), [typeOf(schema, field), isOptional ? 'optional' : ''].filter((word) => word !== '' && word !== 'string').join(', '), text];
  }));
}

const code = (text: string): string => `\`${text}\``;
const linked = (problem: string): string => `[${code(problem)}](#${problem})`;

/** GitHub's anchor for a heading. */
function anchor(heading: string): string {
  return heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-');
}
