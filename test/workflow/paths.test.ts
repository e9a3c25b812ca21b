import { isObject, Json, JsonObject } from '../../projenrc/templates/json';
import { Synthesized, synthesize } from '../../projenrc/templates/synth';
import { Moderation, Watermark } from '../../src';
import { definitionOf } from '../support/definition';

type States = Record<string, JsonObject>;
/** Names at the top of a state's input that are there on every path to it. */
type Known = ReadonlySet<string>;

/** What every input has: an upload, with or without the renditions that it replaces; for the publication, see its first choice. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  Workflow: ['user_id', 'image_id', 'key', 'size', 'etag'],
  Publication: [],
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

/** What a state reads of its input. A choice may ask whether something is there, and results are written. */
function readsOf({ Type, Parameters, ItemSelector, ItemsPath }: JsonObject): string[] {
  return Type === 'Choice' ? [] : readBy([Parameters ?? null, ItemSelector ?? null, ItemsPath ?? null]);
}

const rootOf = (path: Json | undefined) => (typeof path === 'string' ? readBy(path) : []);

/** What a branch of a choice has found to be there. */
function foundBy(rule: JsonObject): string[] {
  if (Array.isArray(rule.And)) return (rule.And as JsonObject[]).flatMap(foundBy);
  return rule.IsPresent === true || rule.StringEquals !== undefined ? rootOf(rule.Variable) : [];
}

function edgesOf(state: JsonObject): { readonly to: string; readonly adds: readonly string[] }[] {
  return [
    ...((state.Choices ?? []) as JsonObject[]).map((rule) => ({ to: String(rule.Next), adds: foundBy(rule) })),
    ...state.Default ? [{ to: String(state.Default), adds: [] }] : [],
    ...state.Next ? [{ to: String(state.Next), adds: rootOf(state.ResultPath) }] : [],
    ...((state.Catch ?? []) as JsonObject[]).map(({ Next, ResultPath }) => ({ to: String(Next), adds: rootOf(ResultPath) })),
  ];
}

/** What each state can rely on. An execution that reads what is not there ends at once, past every catcher. */
function knownIn(states: States, start: string, input: readonly string[]): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>([[start, new Set(input)]]);
  const edges = Object.entries(states).flatMap(([from, state]) => edgesOf(state).map((edge) => ({ from, ...edge })));
  const arrive = ({ from, to, adds }: typeof edges[number]): boolean => {
    const here = known.get(from);
    if (here === undefined) return false;
    const arriving = new Set([...here, ...adds]);
    const before = known.get(to);
    known.set(to, before ? new Set([...before].filter((name) => arriving.has(name))) : arriving);
    return before?.size !== known.get(to)!.size;
  };
  while (edges.filter(arrive).length > 0);
  return known;
}

const CASES: [string, string, Synthesized][] = Object.entries(VARIANTS).flatMap(([name, stack]) =>
  Object.keys(INPUTS).map((part): [string, string, Synthesized] => [part, name, stack]));

describe.each(CASES)('the state machine %s of a system %s', (part, _name, stack) => {
  const { States: all, StartAt } = definitionOf(stack, part);
  const states = all as States;
  const known = knownIn(states, String(StartAt), INPUTS[part]);

  test('leads to every state', () => {
    expect([...known.keys()].sort()).toEqual(Object.keys(states).sort());
  });

  test.each(Object.keys(states).filter((name) => readsOf(states[name]).length > 0))('%s reads only what is there, on every path to it', (name) => {
    expect(readsOf(states[name]).filter((item) => !known.get(name)!.has(item))).toEqual([]);
  });
});
