import { ISecurityGroup, IVpc, Peer, Port, SecurityGroup, SubnetSelection, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { SharedEndpoints } from './endpoints';
import { IsolatedVpc } from './isolated-vpc';
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
