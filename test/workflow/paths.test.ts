import { isObject, Json, JsonObject } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { Moderation, Watermark } from '../../src';
import { definitionOf } from '../support/definition';

type States = Record<string, JsonObject>;
/** Names at the top of a state's input that are there on every way to it. */
type Known = ReadonlySet<string>;

const IDS = ['user_id', 'image_id'];
/** What an input of each kind has: `src/contract/workflow.ts`. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  'upload': [...IDS, 'key', 'size', 'etag'],
  'give-up': [...IDS, 'order', 'key'],
  'announce-deletion': [...IDS, 'order'],
  'tell': [...IDS, 'order', 'event'],
};

const VARIANTS = {
  'with a watermark': synthesize({ watermark: Watermark.text('© Example') }),
  'without a watermark': synthesize(),
  'with moderation': synthesize({ watermark: Watermark.text('© Example'), moderation: [Moderation.rekognition()] }),
};

/** The names that a state reads, wherever it writes `$.name`. */
function readBy(value: Json): string[] {
  if (typeof value === 'string') return [...value.matchAll(/(?<!\$)\$\.(\w+)/g)].map(([, name]) => name);
  if (Array.isArray(value)) return value.flatMap(readBy);
  return isObject(value) ? Object.values(value).flatMap(readBy) : [];
}

/** A state's own reads: a choice may ask whether something is there, and results are written. */
function readsOf({ Type, Parameters, ItemSelector, ItemsPath }: JsonObject): string[] {
  return Type === 'Choice' ? [] : readBy([Parameters ?? null, ItemSelector ?? null, ItemsPath ?? null]);
}

const rootOf = (path: Json | undefined) => (typeof path === 'string' ? readBy(path) : []);

/** What a branch of a choice tells of its input. */
function told(rule: JsonObject): string[] {
  if (Array.isArray(rule.And)) return (rule.And as JsonObject[]).flatMap(told);
  if (rule.StringEquals !== undefined && rule.Variable === '$.order') return [...INPUTS[String(rule.StringEquals)]];
  return rule.IsPresent === true || (rule.StringEquals !== undefined) ? rootOf(rule.Variable) : [];
}

function edgesOf(state: JsonObject, isStart: boolean): { readonly to: string; readonly adds: readonly string[] }[] {
  const edges = [];
  for (const rule of (state.Choices ?? []) as JsonObject[]) {
    const order = JSON.stringify(rule).includes('"$.order"');
    const adds = told(rule);
    // The row of what is processed again is looked at first.
    const implied = isStart ? [] : adds.flatMap((name) => name === 'replaces' ? ['current'] : []);
    edges.push({ to: String(rule.Next), adds: [...adds, ...implied, ...isStart && !order ? INPUTS.upload : []] });
  }
  if (state.Default) edges.push({ to: String(state.Default), adds: isStart ? INPUTS.upload : [] });
  if (state.Next) edges.push({ to: String(state.Next), adds: rootOf(state.ResultPath) });
  for (const { Next, ResultPath } of (state.Catch ?? []) as JsonObject[]) edges.push({ to: String(Next), adds: rootOf(ResultPath) });
  return edges;
}

/** An execution that finds in the row what it wrote itself came by the state that wrote it. */
const WRITTEN_BY: Readonly<Record<string, string>> = {
  FoundReady: 'StoreMetadata', FoundReplaced: 'ReplaceRenditions', FoundRejected: 'MarkRejected', FoundRefused: 'MarkRefused',
};

/** What each state can rely on. An execution that reads what is not there ends at once, past every catcher. */
function knownIn(states: States, start: string): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>([[start, new Set(IDS)]]);
  const edges = Object.entries(states).flatMap(([from, state]) => edgesOf(state, from === start).map((edge) => ({ from, ...edge })));
  const arrive = ({ from, to, adds }: typeof edges[number]): boolean => {
    const writer = WRITTEN_BY[to];
    const here = known.get(from);
    const there = writer === undefined ? new Set<string>() : known.get(writer);
    if (here === undefined || there === undefined) return false;
    const arriving = new Set([...here, ...there, ...adds]);
    const before = known.get(to);
    known.set(to, before ? new Set([...before].filter((name) => arriving.has(name))) : arriving);
    return before?.size !== known.get(to)!.size;
  };
  while (edges.filter(arrive).length > 0);
  return known;
}

describe.each(Object.entries(VARIANTS))('the workflow %s', (_name, stack) => {
  const { States: all, StartAt } = definitionOf(stack, 'Workflow');
  const states = all as States;
  const known = knownIn(states, String(StartAt));

  test('leads to every state', () => {
    expect([...known.keys()].sort()).toEqual(Object.keys(states).sort());
  });

  test.each(Object.keys(states).filter((name) => readsOf(states[name]).length > 0))('%s reads what is there, whichever way led to it', (name) => {
    expect(readsOf(states[name]).filter((item) => !known.get(name)!.has(item))).toEqual([]);
  });
});
