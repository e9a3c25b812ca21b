import { Annotations, App, Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { at, Json, JsonObject, list, text, texts } from './json';
import { ImageManagementSystem, ImageManagementSystemProps } from '../../src';

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly body: JsonObject;
}

export interface Statement {
  readonly effect: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions: Json;
  readonly principal: Json;
}

/** A synthesized stack, and questions to ask it. */
export class Synthesized {
  public readonly resources: Resource[];

  constructor(public readonly template: Template) {
    const all = template.toJSON().Resources as Record<string, JsonObject>;
    this.resources = Object.entries(all).map(([id, body]) => ({
      id, body, type: text(body.Type), properties: (body.Properties ?? {}) as JsonObject,
    }));
  }

  public ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource of the type whose logical id contains the text. */
  public one(type: string, idPart = ''): Resource {
    const found = this.ofType(type).filter(({ id }) => id.includes(idPart));
    if (found.length !== 1) throw new Error(`expected one ${type} like '${idPart}', got ${found.length}`);
    return found[0];
  }

  /** Every statement of a role's own policies. */
  public statementsOf(role: Resource): Statement[] {
    const inline = list(role.properties.Policies).flatMap((policy) => toStatements(at(policy, 'PolicyDocument')));
    const attached = this.ofType('AWS::IAM::Policy')
      .filter(({ properties }) => texts(properties.Roles).includes(`<${role.id}>`))
      .flatMap(({ properties }) => toStatements(properties.PolicyDocument));
    return [...inline, ...attached];
  }

  public roleOf(lambda: Resource): Resource {
    const id = text(lambda.properties.Role).replace(/^<|\.Arn>$/g, '');
    return this.resources.find((resource) => resource.id === id)!;
  }

  /** The functions' bundle names, by which the tests speak of them. */
  public functions(): { name: string; resource: Resource }[] {
    return this.ofType('AWS::Lambda::Function').map((resource) => ({
      name: text(at(resource.properties, 'Environment', 'Variables', 'POWERTOOLS_SERVICE_NAME')), resource,
    }));
  }

  public functionNamed(name: string): Resource {
    return this.functions().find((candidate) => candidate.name === name)!.resource;
  }

  public environmentOf(name: string): Record<string, Json> {
    return at(this.functionNamed(name).properties, 'Environment', 'Variables') as Record<string, Json>;
  }
}

export function toStatements(document: Json): Statement[] {
  return list(at(document, 'Statement')).map((statement) => ({
    effect: text(at(statement, 'Effect')),
    actions: texts(at(statement, 'Action')),
    resources: texts(at(statement, 'Resource')),
    conditions: at(statement, 'Condition'),
    principal: at(statement, 'Principal'),
  }));
}

export interface SynthOptions {
  readonly env?: Environment;
  readonly context?: Record<string, unknown>;
}

/** Assets are fingerprinted but not copied: the tests look at templates. */
export function createStack({ env, context = {} }: SynthOptions = {}): Stack {
  return new Stack(new App({ context: { 'aws:cdk:disable-asset-staging': true, ...context } }), 'Stack', { env });
}

export function synthesize(props?: ImageManagementSystemProps, options?: SynthOptions): Synthesized {
  const stack = createStack(options);
  // With the flags of a new app the CDK prints a report of warnings at every synthesis.
  Annotations.of(stack).acknowledgeWarning('cdk-image-management-system:cognitoSender');
  new ImageManagementSystem(stack, 'Images', props);
  return read(stack);
}

export function read(stack: Stack): Synthesized {
  return new Synthesized(Template.fromStack(stack));
}

/** The error that a system with these props ends in. */
export function synthError(props: () => ImageManagementSystemProps): string {
  try {
    new ImageManagementSystem(createStack(), 'Images', props());
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}
