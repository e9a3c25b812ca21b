import { IVpc, Peer, Port, SecurityGroup, SubnetSelection, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { BoundNetwork } from './bound-network';
import { IsolatedVpc } from './isolated-vpc';
import { VpcDoor } from './vpc-door';
import { requireSameEnvironment } from '../bring-your-own/app-resource';
import { fail } from '../options/check';

/**
 * Options of a VPC that exists already.
 */
export interface ExistingNetworkOptions {
  /**
   * Subnets of the functions. They must reach S3, DynamoDB, SQS and Step Functions of their region, through
   * endpoints or a NAT.
   *
   * @default - the isolated subnets; where there are none, the private ones
   */
  readonly subnets?: SubnetSelection;

  /**
   * Whether to add endpoints for S3, DynamoDB, SQS and Step Functions to the VPC, each limited to this system, and to the
   * other systems of the app in the same VPC: those share one set, and are in one stack and in the same subnets.
   * A VPC takes one interface endpoint with private DNS for a service, and its policy holds for all that is in the VPC: leave
   * this off where the VPC has them, or where others call SQS, Step Functions, S3 or DynamoDB from it.
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
   * A VPC of its own with two isolated subnets, no NAT and no internet gateway. Gateway endpoints lead to S3 and
   * DynamoDB, interface endpoints to SQS and Step Functions; each lets only this system's resources through.
   * The two interface endpoints, in two zones each, are the system's one fixed cost: about 30 dollars a month.
   */
  public static isolated(): Network {
    return new IsolatedNetwork();
  }

  /**
   * No VPC: the functions run in Lambda's own network. No fixed cost.
   */
  public static none(): Network {
    return new NoNetwork();
  }

  /**
   * A VPC that exists already.
   *
   * @param vpc with private or isolated subnets
   * @param options which subnets, and whether it gets endpoints
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
  // S3 and DynamoDB keep their public addresses behind a gateway endpoint: routes hold the limit, not this rule.
  securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS to AWS services');
  const door = VpcDoor.of(scope, vpc);
  door.enter(scope, vpcSubnets, createEndpoints);
  return {
    vpc,
    placement: { vpc, vpcSubnets, securityGroups: [securityGroup] },
    allow: (role, accesses) => door.allow(role, accesses),
  };
}

function defaultSubnetType(vpc: IVpc): SubnetType {
  if (vpc.isolatedSubnets.length > 0) return SubnetType.PRIVATE_ISOLATED;
  if (vpc.privateSubnets.length > 0) return SubnetType.PRIVATE_WITH_EGRESS;
  return fail('the VPC of Network.existing()', 'one with isolated or private subnets', 'neither',
    'a function in a public subnet gets no public address and reaches nothing; add private subnets or use Network.isolated()');
}
