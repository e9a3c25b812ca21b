import { HANDLERS, keyService, Needs, needsOf, needsOfStateMachine, sorted } from '../../projenrc/security-docs/permissions';
import { at, text, texts } from '../../projenrc/templates/json';
import { Resource, Statement, Synthesized, synthesize, toStatements } from '../../projenrc/templates/synth';
import { VARIANTS } from '../../projenrc/templates/variants';

const systems = Object.entries(VARIANTS).map(([name, props]) => ({ name, stack: synthesize(props()) }));

test('every handler is part of one of the systems that are looked at', () => {
  expect(sorted(systems.flatMap(({ stack }) => stack.functions().map(({ name }) => name)))).toEqual(HANDLERS);
});

describe.each(systems)('in a system $name', ({ stack }) => {
  // holds: promise.private, threat.auth.lateral-movement, threat.upload.forged-owner, threat.event-handler.lateral-movement, threat.queue.foreign-sender, threat.orchestrator.lateral-movement, threat.image.decoder-flaw, threat.output.overwritten-rendition, threat.retrieval.false-administrator, threat.key.direct-decryption, threat.logs.forged-lines, threat.operator.excess-repair, threat.operator.excess-sweeper
  test.each(stack.functions().map(({ name }) => name))('the role of %s allows the AWS calls of its code, and no others', (name) => {
    expectRole(stack, stack.roleOf(stack.functionNamed(name)), needsOf(name, stack));
  });

  // holds: threat.workflow.excess-permissions
  test('the roles of the state machines allow the calls of their states, and no others', () => {
    for (const { properties } of stack.ofType('AWS::StepFunctions::StateMachine')) {
      const role = stack.resources.find(({ id }) => text(properties.RoleArn) === `<${id}.Arn>`)!;
      expectRole(stack, role, needsOfStateMachine(text(properties.DefinitionString)));
    }
  });

  // holds: threat.retrieval.bulk-read, threat.vpc.foreign-workload, threat.vpc.hanging-call
  test('the endpoints of the VPC let each function in it make the calls of its code, and no others', () => {
    const endpoints = stack.ofType('AWS::EC2::VPCEndpoint').map(({ properties }) => ({
      service: text(properties.ServiceName).split('.').pop()!, statements: toStatements(properties.PolicyDocument),
    }));
    const inside = stack.functions().filter(({ resource }) => resource.properties.VpcConfig !== undefined);
    const allowed = inside.map(({ name, resource }) => [name, sorted(endpoints.flatMap(({ service, statements }) =>
      statements.filter((statement) => names(statement, stack.roleOf(resource))).flatMap(({ actions }) => actions)
        .map((action) => action.startsWith(`${service}:`) ? action : `${action} at the endpoint of ${service}`)))]);
    expect(allowed).toEqual(inside.map(({ name }) => [name, needsOf(name, stack).throughEndpoint]));
  });
});

function expectRole(stack: Synthesized, role: Resource, needs: Needs): void {
  const statements = stack.statementsOf(role);
  const onKey = ({ actions }: Statement) => actions.some((action) => action.startsWith('kms:'));
  expect(sorted(statements.filter((statement) => !onKey(statement)).flatMap(({ actions }) => actions))).toEqual(needs.actions);
  expect(sorted(statements.filter(onKey).flatMap(({ actions, conditions }) => actions.map((action) => `${keyService(conditions)} ${action}`))))
    .toEqual(needs.keyUses);
}

function names({ conditions }: Statement, role: Resource): boolean {
  return texts(at(conditions, 'ArnEquals', 'aws:PrincipalArn')).includes(`<${role.id}.Arn>`);
}
