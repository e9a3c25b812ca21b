import { Aws } from 'aws-cdk-lib';
import { CfnFlowLog, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acceptInlinePolicy } from '../accepted-findings';
import { Platform } from '../platform';

/**
 * Logs the connections that the VPC rejects. There should be none, so the log costs almost nothing and every line matters.
 * CloudTrail logs the calls through the endpoints in more detail.
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
    acceptInlinePolicy(role);
    new CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.vpcId,
      trafficType: 'REJECT',
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }
}
