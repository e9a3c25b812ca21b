import { DESCRIPTIONS } from './calls';
import { byStatus, COMMON_PROBLEMS, Described, DocumentedProblem } from './calls/call';
import { typeOf } from './schemas';
import { CALLS } from '../../src/contract/calls';
import { PROBLEMS } from '../../src/contract/problems';
import { fillParts, Parts, Row, table } from '../generated-parts';

/** The generated parts of docs/api.md by the name that their markers have. */
export function generatedParts(): Parts {
  return new Map([
    ['calls', callsTable()],
    ['common answers', commonAnswers()],
    ...CALLS.map(({ method, path }) => [`${method} ${path}`, callTables(`${method} ${path}`)] as const),
    ['problems', problemsTable()],
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
  const bodies = answers.flatMap((answer) => (answer.bodies ?? []).map((described) => ({ status: answer.status, described })));
  return [
    ...(Object.keys(path).length > 0 ? [table(['path', '', ''], Object.entries(path).map(([field, text]) => [code(field), 'string', text]))] : []),
    ...(body ? [fieldsTable(`body (${code(body.id)})`, body)] : []),
    ...(query ? [fieldsTable('query', query)] : []),
    ...bodies.map(({ status, described }) => fieldsTable(`answer ${status} (${code(described.id)})`, described)),
    table(['status', '', 'when'], [
      ...answers.map(({ status, means, headers = {} }) => [String(status), Object.keys(headers).map(code).join(', '), means]),
      ...byStatus(problems).map(problemRow),
    ]),
  ].join('\n\n');
}

function fieldsTable(title: string, { schema, fields }: Described): string {
  return table([title, '', ''], Object.entries(fields).map(([field, text]) => {
    const isOptional = schema.shape[field]._zod.optin === 'optional';
    return [code(field), typeOf(schema, field) + (isOptional ? ', optional' : ''), text];
  }));
}

function problemsTable(): string {
  return table(['status', 'code', 'title'], Object.entries(PROBLEMS).map(([name, { status, title }]) => [String(status), linked(name), title]));
}

const code = (text: string): string => `\`${text}\``;
const linked = (problem: string): string => `[${code(problem)}](#${problem})`;

/** As GitHub makes it of a heading. */
function anchor(heading: string): string {
  return heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-');
}
