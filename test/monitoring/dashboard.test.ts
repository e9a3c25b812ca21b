import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { at, Json, list, text } from '../../projenrc/templates/json';
import { Synthesized, synthesize } from '../../projenrc/templates/synth';
import { Watermark, WorkflowType } from '../../src';
import { TRANSITIONS } from '../../src/cost/processing';

interface Widget { readonly type: string; readonly properties: { readonly [key: string]: Json } }

function widgetsOf(stack: Synthesized): Widget[] {
  const body = text(stack.one('AWS::CloudWatch::Dashboard').properties.DashboardBody);
  return (JSON.parse(body) as { widgets: Widget[] }).widgets;
}

const stack = synthesize({ watermark: Watermark.text('©') });
const widgets = widgetsOf(stack);
const headings = widgets.filter(({ type }) => type === 'text').map(({ properties }) => text(properties.markdown).replace('# ', ''));
const titles = widgets.filter(({ type }) => type !== 'text').map(({ properties }) => text(properties.title));
const titled = (title: string, among = widgets) => among.find(({ properties }) => properties.title === title)!;
const formulas = (title: string, among = widgets) => list(titled(title, among).properties.metrics)
  .flatMap((metric) => list(metric)).map((part) => at(part, 'expression')).filter((formula) => formula !== undefined).map(text);

describe('the dashboard', () => {
  // holds: promise.operations
  test('answers how it is first, then follows an image through the system, and ends with the cost', () => {
    expect(headings).toEqual(['Is it healthy?', 'How fast is it?', 'API', 'Queue', 'Workflow', 'Functions', 'Repairs', 'What does it cost?']);
  });

  test('begins with the state of every alarm', () => {
    const [, first] = widgets;
    expect(first).toMatchObject({ type: 'alarm', properties: { title: 'Alarms' } });
    expect(list(first.properties.alarms)).toHaveLength(stack.ofType('AWS::CloudWatch::Alarm').length);
  });

  test('shows every function', () => {
    for (const title of ['Errors', 'Throttles', 'Longest call, % of the timeout', 'Functions, dollars an hour']) {
      const shown = JSON.stringify(titled(title).properties.metrics);
      for (const { name } of stack.functions()) expect([title, name, shown.includes(`"label":"${name}"`)]).toEqual([title, name, true]);
    }
  });

  test('adds the wait for the start to the execution', () => {
    expect(formulas('From upload to ready, ms')).toEqual(['waiting_p50 + execution_p50', 'waiting_p95 + execution_p95']);
  });

  test('computes with prices that metric math can read', () => {
    const all = ['Functions, dollars an hour', 'Services, dollars an hour'].flatMap((title) => formulas(title));
    expect(all.length).toBe(stack.functions().length + 6);
    for (const formula of all) expect(formula).not.toMatch(/\de[-+]?\d|NaN|undefined/);
    // 1.769 GB by 13.3334 millionths of a dollar a second.
    expect(formulas('Functions, dollars an hour')).toContain('FILL(resize_0, 0) * 0.000000023034 + FILL(resize_1, 0) * 0.0000002');
  });

  test('knows other prices for another processor and another workflow', () => {
    const other = widgetsOf(synthesize({ architecture: Architecture.X86_64, workflowType: WorkflowType.STANDARD }));
    expect(formulas('Functions, dollars an hour', other)).toContain('FILL(resize_0, 0) * 0.000000028792 + FILL(resize_1, 0) * 0.0000002');
    expect(formulas('Services, dollars an hour', other)).toContain(`(FILL(workflowstarts_0, 0)) * ${TRANSITIONS.plain * 25 / 1e6}`);
  });

  test('is described widget by widget, in its order, in docs/monitoring.md', () => {
    const page = readFileSync(join(__dirname, '../../docs/monitoring.md'), 'utf8');
    const [, section] = /\n## The dashboard\n([^]*?)\n## /.exec(page)!;
    expect([...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading)).toEqual(headings);
    expect([...section.matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map(([, title]) => title)).toEqual(titles);
  });
});
