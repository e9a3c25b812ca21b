import { Stack } from 'aws-cdk-lib';
import { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { Endpoints } from './endpoints';
import { identityOf } from '../bring-your-own/app-resource';
import { Access } from '../functions/access';
import { fail } from '../options/check';

interface Member {
  readonly scope: IConstruct;
  readonly subnetIds: readonly string[];
}

/** Of all systems of an app, by the app and the VPC. */
const DOORS = new WeakMap<IConstruct, Map<string, VpcDoor>>();

/**
 * The way out of one VPC, for all systems of an app that run in it. Interface endpoints take the name of their service over
 * in the whole VPC, so there is one set of endpoints, whichever system makes it, and it lets all of them through.
 */
export class VpcDoor {
  public static of(scope: IConstruct, vpc: IVpc): VpcDoor {
    const doors = DOORS.get(scope.node.root) ?? new Map<string, VpcDoor>();
    DOORS.set(scope.node.root, doors);
    const id = identityOf(vpc, vpc.vpcId);
    const door = doors.get(id) ?? new VpcDoor(vpc);
    doors.set(id, door);
    return door;
  }

  private endpoints?: Endpoints;
  private opener?: Member;
  private readonly members: Member[] = [];
  private readonly passes: { readonly role: IRole; readonly accesses: readonly Access[] }[] = [];

  private constructor(private readonly vpc: IVpc) {}

  /** A system whose functions run in these subnets. */
  public enter(scope: Construct, subnets: SubnetSelection, createEndpoints: boolean): void {
    const member = { scope, subnetIds: this.vpc.selectSubnets(subnets).subnetIds };
    this.members.push(member);
    if (createEndpoints && this.endpoints === undefined) {
      this.endpoints = new Endpoints(scope, 'Endpoints', this.vpc, subnets);
      this.opener = member;
      for (const { role, accesses } of this.passes) this.endpoints.allow(role, accesses);
    }
    this.members.forEach((each) => this.check(each));
  }

  public allow(role: IRole, accesses: readonly Access[]): void {
    this.passes.push({ role, accesses });
    this.endpoints?.allow(role, accesses);
  }

  private check(member: Member): void {
    const { opener } = this;
    if (opener === undefined || member === opener) return;
    const [name, first] = [member, opener].map(({ scope }) => `'${scope.node.scope!.node.path}'`);
    // A policy that names roles of another stack would make the two stacks depend on each other.
    if (Stack.of(member.scope) !== Stack.of(opener.scope)) {
      fail(`${name}, which shares the endpoints of ${first},`, 'in the same stack', Stack.of(member.scope).node.path,
        'or make the endpoints of the VPC yourself, and give both systems Network.existing() without createEndpoints');
    }
    if (member.subnetIds.some((id) => !opener.subnetIds.includes(id))) {
      fail(`the subnets of ${name}, which shares the endpoints of ${first},`, 'among those of the other', 'further ones',
        'S3 and DynamoDB are reached through the route tables of the subnets; name the same ones in both');
    }
  }
}
