import { Fn, Tags } from 'aws-cdk-lib';
import { CfnRouteTable, CfnSubnet, CfnSubnetRouteTableAssociation, CfnVPC, ISecurityGroup, IVpc, Peer, Port, SecurityGroup, SubnetSelection, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { SharedEndpoints } from './endpoints';
import { accept, allStandards } from '../accepted-findings';
import { requireSameEnvironment } from '../bring-your-own/app-resource';
import { Access } from '../functions/access';
import { fail } from '../options/check';

/** Where the functions run, and what they can reach. */
export interface BoundNetwork {
  readonly vpc?: IVpc;
  /** The VPC that was created for the system, which logs its rejected traffic. */
  readonly ownVpc?: IVpc;
  /** Props of a function in the VPC; `undefined` without a VPC. */
  readonly placement?: Placement;
  /** Allows the role's calls in the endpoint policies. */
  allow(role: IRole, accesses: readonly Access[]): void;
}

export interface Placement {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}

/**
 * Options of an existing VPC.
 */
export interface ExistingNetworkOptions {
  /**
   * Subnets of the functions. They must be able to reach S3, DynamoDB, SQS and Step Functions in their region, through
   * endpoints or a NAT.
   *
   * @default - the isolated subnets, or the private ones if there are none
   */
  readonly subnets?: SubnetSelection;

  /**
   * Whether to add endpoints for S3, DynamoDB, SQS and Step Functions to the VPC. Their policies allow only this system and
   * other systems of the app in the same VPC, which share the endpoints and must be in the same stack and subnets.
   *
   * A VPC can have only one interface endpoint with private DNS per service, and its policy applies to the whole VPC: do
   * not use this if the VPC has such endpoints, or if anything else in it calls SQS, Step Functions, S3 or DynamoDB.
   *
   * @default false
   */
  readonly createEndpoints?: boolean;
}

/**
 * Where the functions run.
 */
export abstract class Network {
  /**
   * A new VPC with two isolated subnets, no NAT and no internet gateway. Gateway endpoints connect to S3 and DynamoDB,
   * interface endpoints to SQS and Step Functions; each allows only this system's resources. The two interface endpoints,
   * in two zones each, cost about 30 US dollars a month.
   */
  public static isolated(): Network {
    return new IsolatedNetwork();
  }

  /**
   * No VPC: the functions run in Lambda's own network, without a fixed cost.
   */
  public static none(): Network {
    return new NoNetwork();
  }

  /**
   * An existing VPC.
   *
   * @param vpc a VPC with private or isolated subnets
   * @param options subnets of the functions, and whether to create endpoints
   */
  public static existing(vpc: IVpc, options: ExistingNetworkOptions = {}): Network {
    return new ExistingNetwork(vpc, options);
  }

  protected constructor() {}

  /**
   * @internal
   */
  public abstract _bind(scope: Construct): BoundNetwork;
}

class IsolatedNetwork extends Network {
  constructor() {
    super();
  }

  public _bind(scope: Construct): BoundNetwork {
    const network = new Construct(scope, 'Network');
    const { vpc } = new IsolatedVpc(network, 'Isolated');
    return { ...bindVpc(network, vpc, { subnetType: SubnetType.PRIVATE_ISOLATED }, true), ownVpc: vpc };
  }
}

class ExistingNetwork extends Network {
  constructor(private readonly vpc: IVpc, private readonly options: ExistingNetworkOptions) {
    super();
  }

  public _bind(scope: Construct): BoundNetwork {
    requireSameEnvironment(scope, 'the VPC of Network.existing()', this.vpc.env);
    const subnets = this.options.subnets ?? { subnetType: defaultSubnetType(this.vpc) };
    return bindVpc(new Construct(scope, 'Network'), this.vpc, subnets, this.options.createEndpoints ?? false);
  }
}

class NoNetwork extends Network {
  constructor() {
    super();
  }

  public _bind(_scope: Construct): BoundNetwork {
    return { allow: () => undefined };
  }
}

function bindVpc(scope: Construct, vpc: IVpc, vpcSubnets: SubnetSelection, createEndpoints: boolean): BoundNetwork {
  const securityGroup = new SecurityGroup(scope, 'Functions', {
    vpc, description: 'Functions of the image management system: HTTPS out, nothing in', allowAllOutbound: false,
  });
  // S3 and DynamoDB keep their public IP addresses behind a gateway endpoint: routes restrict traffic, not this rule.
  securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS to AWS services');
  const endpoints = SharedEndpoints.of(scope, vpc);
  endpoints.join(scope, vpcSubnets, createEndpoints);
  return {
    vpc,
    placement: { vpc, vpcSubnets, securityGroups: [securityGroup] },
    allow: (role, accesses) => endpoints.allow(role, accesses),
  };
}

function defaultSubnetType(vpc: IVpc): SubnetType {
  if (vpc.isolatedSubnets.length > 0) return SubnetType.PRIVATE_ISOLATED;
  if (vpc.privateSubnets.length > 0) return SubnetType.PRIVATE_WITH_EGRESS;
  return fail('the VPC of Network.existing()', 'a VPC with isolated or private subnets', 'neither',
    'a function in a public subnet has no public IP address and cannot connect to anything; add private subnets or use Network.isolated()');
}

/** The VPC is not connected to anything, so the range cannot overlap; Lambda needs only a few addresses. */
const VPC_CIDR = '10.0.0.0/24';
const SUBNET_CIDRS = ['10.0.0.0/25', '10.0.0.128/25'];

/**
 * Two subnets in two availability zones, without internet gateway and NAT.
 *
 * Plain CloudFormation, because the CDK's `Vpc` looks up the availability zones of a stack's account: synth would need
 * credentials, and its result would depend on them.
 */
export class IsolatedVpc extends Construct {
  public readonly vpc: IVpc;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Private DNS of interface endpoints needs both.
    const vpc = new CfnVPC(this, 'Vpc', { cidrBlock: VPC_CIDR, enableDnsHostnames: true, enableDnsSupport: true });
    accept(vpc, allStandards('VPCDefaultSecurityGroupClosed'),
      'CloudFormation cannot change the default security group of a VPC. It is unused, and the VPC has no connections except its endpoints.');
    Tags.of(this).add('Name', this.node.path);

    const availabilityZones = SUBNET_CIDRS.map((_, index) => Fn.select(index, Fn.getAzs()));
    const subnets = SUBNET_CIDRS.map((cidrBlock, index) => new CfnSubnet(this, `Subnet${index + 1}`, {
      vpcId: vpc.ref, cidrBlock, availabilityZone: availabilityZones[index], mapPublicIpOnLaunch: false,
    }));
    const routeTables = subnets.map((subnet, index) => {
      const table = new CfnRouteTable(this, `RouteTable${index + 1}`, { vpcId: vpc.ref });
      new CfnSubnetRouteTableAssociation(this, `RouteTableAssociation${index + 1}`, { subnetId: subnet.ref, routeTableId: table.ref });
      return table;
    });

    this.vpc = Vpc.fromVpcAttributes(this, 'Attributes', {
      vpcId: vpc.ref,
      vpcCidrBlock: VPC_CIDR,
      availabilityZones,
      isolatedSubnetIds: subnets.map(({ ref }) => ref),
      isolatedSubnetRouteTableIds: routeTables.map(({ ref }) => ref),
    });
  }
}
