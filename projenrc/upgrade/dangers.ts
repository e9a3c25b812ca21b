import { CARE, GUARDS, PHYSICAL_NAMES } from './care';
import { Remembered, Snapshot } from './snapshot';

const KEEP_ID = 'keep the construct at its place in the tree, or set the old id with overrideLogicalId()';
const NEXT_RELEASE = 'leave the others to the next release: CloudFormation changes one index of a table per update';

/**
 * What an upgrade from one template to another would lose or be refused for: a line each, with what to do. Nothing for what is added.
 */
export function dangersOf(before: Snapshot, now: Snapshot): string[] {
  const kept = Object.keys(before).filter((id) => id in now);
  return [
    ...Object.keys(before).filter((id) => !(id in now)).flatMap((id) => goneOf(id, before[id], before, now)),
    ...kept.flatMap((id) => (before[id].type === now[id].type ? changesOf(id, before[id], now[id]) : retyped(id, before[id], now[id]))),
    ...Object.keys(now).filter((id) => !(id in before)).flatMap((id) => namesOf(id, now[id])),
  ];
}

function goneOf(id: string, { type, frozen = {} }: Remembered, before: Snapshot, now: Snapshot): string[] {
  const { loses } = CARE[type] ?? {};
  const others = Object.keys(now).filter((other) => !(other in before) && now[other].type === type);
  if (loses) return [`${id} (${type}) is gone${others.length > 0 ? `, ${others.join(', ')} is new` : ''}; with it goes ${loses}: ${KEEP_ID}`];
  const successor = others.find((other) => JSON.stringify(now[other].frozen ?? {}) === JSON.stringify(frozen));
  return successor ? [`${id} (${type}) is now ${successor}, where AWS has one alone (${Object.values(frozen).join(', ')}): ${KEEP_ID}`] : [];
}

function retyped(id: string, before: Remembered, now: Remembered): string[] {
  return [`${id} was ${before.type}, is ${now.type}, which CloudFormation refuses: give the new one an id of its own`];
}

function changesOf(id: string, before: Remembered, now: Remembered): string[] {
  const { type, frozen: old = {} } = before;
  const { frozen: present = {} } = now;
  const { loses } = CARE[type] ?? {};
  const names = [...new Set([...Object.keys(old), ...Object.keys(present)])].filter((name) => loses || PHYSICAL_NAMES.includes(name));
  const changed = names.filter((name) => old[name] !== present[name]).map((name) =>
    `${id} (${type}): ${name} was ${show(old[name])}, is ${show(present[name])}: the update is refused, or makes another one`
    + `${loses ? ` without ${loses}` : ''}; keep the old value`);
  return [...changed, ...weakenedOf(id, before, now), ...indexDangersOf(id, before, now)];
}

function weakenedOf(id: string, { type, guards: before = {} }: Remembered, { guards: now = {} }: Remembered): string[] {
  return Object.entries(GUARDS).flatMap(([name, values]) => {
    const [old, present] = [before[name] ?? values[0], now[name] ?? values[0]];
    if (values.indexOf(present) >= values.indexOf(old)) return [];
    return [`${id} (${type}): ${name} was ${old}, is ${present}, which protects less: keep the old value`];
  });
}

function indexDangersOf(id: string, { indexes: before = {} }: Remembered, { indexes: now = {} }: Remembered): string[] {
  const changed = Object.keys(before).filter((name) => name in now && before[name] !== now[name]).map((name) =>
    `${id}: index ${name} was '${before[name]}', is '${now[name]}', which DynamoDB refuses: make a new index of another name, and remove this one a release later`);
  const moved = [
    ...Object.keys(before).filter((name) => !(name in now)).map((name) => `-${name}`),
    ...Object.keys(now).filter((name) => !(name in before)).map((name) => `+${name}`),
  ];
  return moved.length > 1 ? [...changed, `${id}: the indexes ${moved.join(', ')} come and go in one release: ${NEXT_RELEASE}`] : changed;
}

function namesOf(id: string, { type, frozen = {} }: Remembered): string[] {
  return PHYSICAL_NAMES.filter((name) => name in frozen).map((name) =>
    `${id} (${type}) has the fixed ${name} ${show(frozen[name])}, so that no second system fits beside it: leave the name to CloudFormation`);
}

function show(value?: string): string {
  return value === undefined ? 'nothing' : `'${value}'`;
}
