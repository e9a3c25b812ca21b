import { Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, GatewayVpcEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, IVpc, Peer, Port,
  SecurityGroup, SubnetSelection, VpcEndpoint,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Access, Service } from '../functions/access';

/**
 * The only ways out of the VPC: to the four services that the functions call, and there to this system's resources.
 */
export class Endpoints extends Construct {
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
    this.node.addValidation({ validate: () => this.findRivals() });
  }

  /** A gateway endpoint takes no principal but `*`, so the caller is named by a condition, for all four alike. */
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

  /** Endpoints of the same VPC, made elsewhere in the app, that AWS would not let stand beside these. */
  private findRivals(): string[] {
    const all = this.node.root.node.findAll().filter((node): node is CfnVPCEndpoint => node instanceof CfnVPCEndpoint);
    const own = all.filter((endpoint) => endpoint.node.path.startsWith(`${this.node.path}/`));
    const rivals = all.filter((endpoint) => !own.includes(endpoint) && own.some((mine) => isRival(mine, endpoint)));
    const rule = 'createEndpoints of Network.existing() should be left off where the VPC has endpoints';
    return rivals.map(({ node }) => `${rule}, got '${node.path}' as well`);
  }
}

function isRival(one: CfnVPCEndpoint, other: CfnVPCEndpoint): boolean {
  if (one.vpcId !== other.vpcId || serviceOf(one) !== serviceOf(other)) return false;
  const { routeTableIds = [] } = other;
  const takeOneName = one.privateDnsEnabled === true && other.privateDnsEnabled === true;
  return takeOneName || (one.routeTableIds ?? []).some((id) => routeTableIds.includes(id));
}

function serviceOf(endpoint: CfnVPCEndpoint): string {
  return JSON.stringify(Stack.of(endpoint).resolve(endpoint.serviceName));
}
