import { Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, GatewayVpcEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, IVpc, Peer, Port,
  SecurityGroup, SubnetSelection, VpcEndpoint,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { identityOf } from '../bring-your-own/app-resource';
import { Access, Service } from '../functions/access';
import { fail } from '../options/check';

interface Member {
  readonly scope: IConstruct;
  readonly subnetIds: readonly string[];
}

/** By app and VPC. */
const SHARED = new WeakMap<IConstruct, Map<string, SharedEndpoints>>();

/**
 * The endpoints of one VPC, shared by all systems of an app that run in it. An interface endpoint takes over the DNS name of
 * its service in the whole VPC, so only one system creates the endpoints, and their policies allow all systems.
 */
export class SharedEndpoints {
  public static of(scope: IConstruct, vpc: IVpc): SharedEndpoints {
    const byVpc = SHARED.get(scope.node.root) ?? new Map<string, SharedEndpoints>();
    SHARED.set(scope.node.root, byVpc);
    const id = identityOf(vpc, vpc.vpcId);
    const shared = byVpc.get(id) ?? new SharedEndpoints(vpc);
    byVpc.set(id, shared);
    return shared;
  }

  private endpoints?: Endpoints;
  private creator?: Member;
  private readonly members: Member[] = [];
  private readonly requests: { readonly role: IRole; readonly accesses: readonly Access[] }[] = [];

  private constructor(private readonly vpc: IVpc) {}

  /** Adds a system whose functions run in these subnets. */
  public join(scope: Construct, subnets: SubnetSelection, createEndpoints: boolean): void {
    const member = { scope, subnetIds: this.vpc.selectSubnets(subnets).subnetIds };
    this.members.push(member);
    if (createEndpoints && this.endpoints === undefined) {
      this.endpoints = new Endpoints(scope, 'Endpoints', this.vpc, subnets);
      this.creator = member;
      for (const { role, accesses } of this.requests) this.endpoints.allow(role, accesses);
    }
    this.members.forEach((each) => this.check(each));
  }

  public allow(role: IRole, accesses: readonly Access[]): void {
    this.requests.push({ role, accesses });
    this.endpoints?.allow(role, accesses);
  }

  private check(member: Member): void {
    const { creator } = this;
    if (creator === undefined || member === creator) return;
    const [name, first] = [member, creator].map(({ scope }) => `'${scope.node.scope!.node.path}'`);
    // A policy with roles of another stack would make the two stacks depend on each other.
    if (Stack.of(member.scope) !== Stack.of(creator.scope)) {
      fail(`${name}, which shares the endpoints of ${first},`, 'in the same stack', Stack.of(member.scope).node.path,
        'or create the endpoints of the VPC yourself and use Network.existing() without createEndpoints for both systems');
    }
    if (member.subnetIds.some((id) => !creator.subnetIds.includes(id))) {
      fail(`the subnets of ${name}, which shares the endpoints of ${first},`, 'a subset of those', 'other subnets',
        'gateway endpoints for S3 and DynamoDB need route table entries in each subnet; use the same subnets for both');
    }
  }
}

/**
 * The only way out of the VPC: to the four services that the functions call, limited to their resources.
 */
class Endpoints extends Construct {
  private readonly endpoints: Readonly<Record<Service, VpcEndpoint>>;

  constructor(scope: Construct, id: string, vpc: IVpc, subnets: SubnetSelection) {
    super(scope, id);
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc, description: 'Interface endpoints of the image management system: HTTPS from the VPC', allowAllOutbound: false,
    });
    securityGroup.addIngressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.tcp(443), 'HTTPS from the VPC');
    const gateway = (name: string, service: GatewayVpcEndpointAwsService) =>
      new GatewayVpcEndpoint(this, name, { vpc, service, subnets: [subnets] });
    const through = (name: string, service: InterfaceVpcEndpointAwsService) => new InterfaceVpcEndpoint(this, name, {
      vpc, service, subnets, securityGroups: [securityGroup], open: false, privateDnsEnabled: true,
    });
    this.endpoints = {
      s3: gateway('S3', GatewayVpcEndpointAwsService.S3),
      dynamodb: gateway('DynamoDb', GatewayVpcEndpointAwsService.DYNAMODB),
      sqs: through('Sqs', InterfaceVpcEndpointAwsService.SQS),
      states: through('StepFunctions', InterfaceVpcEndpointAwsService.STEP_FUNCTIONS),
    };
    this.node.addValidation({ validate: () => this.findConflicts() });
  }

  /** Gateway endpoints only accept the principal `*`, so a condition names the caller, on all four endpoints. */
  public allow(role: IRole, accesses: readonly Access[]): void {
    for (const { service, actions, resources, throughEndpoint = true } of accesses) {
      if (!throughEndpoint) continue;
      this.endpoints[service].addToPolicy(new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions,
        resources,
        conditions: { ArnEquals: { 'aws:PrincipalArn': role.roleArn } },
      }));
    }
  }

  /** Conflicting endpoints of the same VPC, created elsewhere in the app. */
  private findConflicts(): string[] {
    const all = this.node.root.node.findAll().filter((node): node is CfnVPCEndpoint => node instanceof CfnVPCEndpoint);
    const own = all.filter((endpoint) => endpoint.node.path.startsWith(`${this.node.path}/`));
    const conflicting = all.filter((endpoint) => !own.includes(endpoint) && own.some((mine) => conflicts(mine, endpoint)));
    const rule = 'createEndpoints of Network.existing() must be false if the VPC has endpoints';
    return conflicting.map(({ node }) => `${rule}, got '${node.path}' as well`);
  }
}

function conflicts(one: CfnVPCEndpoint, other: CfnVPCEndpoint): boolean {
  if (one.vpcId !== other.vpcId || serviceOf(one) !== serviceOf(other)) return false;
  const { routeTableIds = [] } = other;
  const sameDnsName = one.privateDnsEnabled === true && other.privateDnsEnabled === true;
  return sameDnsName || (one.routeTableIds ?? []).some((id) => routeTableIds.includes(id));
}

function serviceOf(endpoint: CfnVPCEndpoint): string {
  return JSON.stringify(Stack.of(endpoint).resolve(endpoint.serviceName));
}
