import { review } from './rule-packs';
import { REVIEWED } from './systems';
import { fillParts, table } from '../generated-parts';
import { callsOf, HANDLERS, needsOf } from './permissions';
import { Synthesized, synthesize } from '../templates/synth';
import { VARIANTS } from '../templates/variants';

/** docs/security.md with the parts that are made from the code as they should be. */
export function fillInSecurity(text: string): string {
  return fillParts('docs/security.md', text, new Map([
    ['calls', calls()],
    ['accepted findings', acceptedFindings()],
  ]));
}

/** A row for each reason that the construct gives, in whatever form of the system. */
function acceptedFindings(): string {
  const rows = new Map<string, Set<string>>();
  for (const { rule, reason } of Object.values(REVIEWED).flatMap((create) => review(create()).given)) {
    rows.set(reason, (rows.get(reason) ?? new Set()).add(rule));
  }
  const lines = [...rows].map(([reason, rules]) => [ruleNames([...rules]), reason]);
  return table(['rule', 'accepted because'], lines.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Without their packs: `VPCFlowLogsEnabled`. */
function ruleNames(rules: readonly string[]): string {
  return [...new Set(rules.map((rule) => `\`${rule.split('-').slice(1).join('-')}\``))].sort().join(', ');
}

const LOGS_TRACES_AND_VPC = /^(?:logs|xray|ec2):/;

function calls(): string {
  const systems = systemsWithAll(HANDLERS);
  return table(['function', 'calls of its code', 'calls of Lambda'], HANDLERS.map((name) => {
    const own = callsOf(name);
    const { actions } = needsOf(name, systems.find((stack) => has(stack, name))!);
    const others = actions.filter((action) => !own.includes(action) && !LOGS_TRACES_AND_VPC.test(action));
    return [name, own.join(', ') || 'none with IAM', others.join(', ')];
  }));
}

/** As few systems as there have to be, for each takes a second to make. */
function systemsWithAll(handlers: readonly string[]): Synthesized[] {
  const systems: Synthesized[] = [];
  for (const props of Object.values(VARIANTS)) {
    if (missing(handlers, systems).length > 0) systems.push(synthesize(props()));
  }
  const [name] = missing(handlers, systems);
  if (name) throw new Error(`none of the systems of test/support/variants.ts has the function ${name}: add one that has`);
  return systems;
}

function missing(handlers: readonly string[], systems: readonly Synthesized[]): string[] {
  return handlers.filter((name) => !systems.some((stack) => has(stack, name)));
}

function has(stack: Synthesized, name: string): boolean {
  return stack.functions().some((candidate) => candidate.name === name);
}
