import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { Access } from '../functions/access';

/** Where the functions run, and what they reach from there. */
export interface BoundNetwork {
  readonly vpc?: IVpc;
  /** A VPC that was made for the system, which then watches it. */
  readonly ownVpc?: IVpc;
  /** Props of a function in the network; `undefined` where there is none. */
  readonly placement?: Placement;
  /** Lets the role's calls through the network's endpoints. */
  allow(role: IRole, accesses: readonly Access[]): void;
}

export interface Placement {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}
