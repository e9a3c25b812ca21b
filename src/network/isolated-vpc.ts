import { Fn, Tags } from 'aws-cdk-lib';
import { CfnRouteTable, CfnSubnet, CfnSubnetRouteTableAssociation, CfnVPC, IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { accept, allStandards } from '../accepted-findings';

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
