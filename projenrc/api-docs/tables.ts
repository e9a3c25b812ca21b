import { DESCRIPTIONS } from './calls';
import { byStatus, COMMON_PROBLEMS, Described, DocumentedProblem } from './calls/call';
import { typeOf } from './schemas';
import { CALLS } from '../../src/contract/calls';
import { fillParts, Parts, Row, table } from '../generated-parts';

/** The generated parts of docs/api.md by the name that their markers have. */
export function generatedParts(): Parts {
  return new Map([
    ['calls', callsTable()],
    ['common answers', commonAnswers()],
    ...CALLS.map(({ method, path }) => [`${method} ${path}`, callTables(`${method} ${path}`)] as const),
  ]);
}

/**
 * The text with its generated parts as they should be.
 * @throws Error naming a part that the text has no markers for, or markers without a part
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
    ...byStatus(signedIn).map((problem) => [...problemRow(problem), 'of a signed-in caller']),
  ];
  return table(['status', 'code', 'when', 'calls'], rows);
}

function problemRow({ status, code: name, when }: DocumentedProblem): Row {
  return [String(status), linked(name), when];
}

/** What a call takes and gives; problems without those that it shares with others. */
function callTables(name: string): string {
  const { body, query, path = {}, answers, problems } = DESCRIPTIONS[name];
  return [
    ...(Object.keys(path).length > 0 ? [table(['path', '', ''], Object.entries(path).map(([field, text]) => [code(field), 'string', text]))] : []),
    ...(body ? [fieldsTable(`body (${code(body.id)})`, name, body)] : []),
    ...(query ? [fieldsTable('query', name, query)] : []),
    ...bodiesOf(name).map((described) => fieldsTable(`answer ${statusesOf(name, described)} (${code(described.id)})`, name, described)),
    table(['status', '', 'when'], [
      ...answers.map(({ status, means, headers = {} }) => [String(status), Object.keys(headers).map(code).join(', '), means]),
      ...byStatus(problems).map(problemRow),
    ]),
  ].join('\n\n');
}

/** The bodies of a call's answers, each once. */
function bodiesOf(name: string): readonly Described[] {
  return [...new Set(DESCRIPTIONS[name].answers.flatMap(({ bodies = [] }) => bodies))];
}

function statusesOf(name: string, body: Described): string {
  return DESCRIPTIONS[name].answers.filter(({ bodies = [] }) => bodies.includes(body)).map(({ status }) => status).join(', ');
}

/** The first call of the page with such a body or answer. */
function firstWith(id: string): string | undefined {
  return CALLS.map(({ method, path }) => `${method} ${path}`).find((name) => [DESCRIPTIONS[name].body, ...bodiesOf(name)].some((described) => described?.id === id));
}

function fieldsTable(title: string, call: string, { id, schema, fields }: Described): string {
  const shownAt = firstWith(id);
  if (shownAt !== undefined && shownAt !== call) return `${title}: see [${shownAt}](#${anchor(shownAt)})`;
  return table([title, '', ''], Object.entries(fields).map(([field, text]) => {
    const isOptional = schema.shape[field]._zod.optin === 'optional';
    return [code(field), typeOf(schema, field) + (isOptional ? ', optional' : ''), text];
  }));
}

const code = (text: string): string => `\`${text}\``;
const linked = (problem: string): string => `[${code(problem)}](#${problem})`;

/** As GitHub makes it of a heading. */
function anchor(heading: string): string {
  return heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-');
}
