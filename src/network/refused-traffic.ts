import { Aws } from 'aws-cdk-lib';
import { CfnFlowLog, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acceptOwnPolicy } from '../functions/accepted-permissions';
import { Platform } from '../platform';

/**
 * Keeps a log of the connections that the VPC refuses. Nothing in it should try any, so the log costs next to nothing, and
 * a line in it is worth reading. What goes through the endpoints, CloudTrail tells with more detail.
 */
export class RefusedTraffic extends Construct {
  constructor(scope: Construct, id: string, vpc: IVpc, platform: Platform) {
    super(scope, id);
    const logGroup = platform.createLogGroup(this, 'Logs');
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } }),
      description: 'Writes the log of refused connections',
      inlinePolicies: {
        Logs: new PolicyDocument({
          statements: [new PolicyStatement({
            effect: Effect.ALLOW,
            actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            resources: [logGroup.logGroupArn],
          })],
        }),
      },
    });
    acceptOwnPolicy(role);
    new CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.vpcId,
      trafficType: 'REJECT',
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }
}
