import { join } from 'node:path';
import { Annotations, CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ImageManagementSystem, Moderation, Network, Watermark, WorkflowType } from '../src';

export interface SampleStackProps extends StackProps {
  /** Web pages that may call the API and the buckets. */
  readonly allowedOrigins: string[];
  readonly architecture: Architecture;
  /** @default - the construct's own */
  readonly workflowType?: WorkflowType;
  /**
   * Whether a function of the sample's own looks at every image.
   *
   * @default false
   */
  readonly moderated?: boolean;
  /** @default - the construct's own */
  readonly network?: Network;
}

/** One system with a watermark, and what a client or an operator has to know of it. */
export class SampleStack extends Stack {
  public readonly images: ImageManagementSystem;

  constructor(scope: Construct, id: string, props: SampleStackProps) {
    super(scope, id, props);
    const { allowedOrigins, architecture, workflowType, moderated = false, network } = props;
    this.images = new ImageManagementSystem(this, 'Images', {
      watermark: Watermark.text('© Sample'),
      moderation: moderated ? [Moderation.function(this.createModeration(architecture))] : undefined,
      upload: { allowedOrigins },
      architecture,
      workflowType,
      network,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Annotations.of(this.images).acknowledgeWarning('cdk-image-management-system:cognitoSender', 'a sample signs a few users up');
    this.addOutputs();
  }

  private createModeration(architecture: Architecture): Function {
    return new Function(this, 'Moderation', {
      runtime: Runtime.NODEJS_24_X, architecture, handler: 'index.handler', code: Code.fromAsset(join(__dirname, 'moderation')),
    });
  }

  private addOutputs(): void {
    const { images } = this;
    const outputs: Record<string, string> = {
      ApiUrl: images.apiUrl,
      UserPoolId: images.userPool.userPoolId,
      UserPoolClientId: images.userPoolClient.userPoolClientId,
      InputBucketName: images.inputBucket.bucketName,
      OutputBucketName: images.outputBucket.bucketName,
      TableName: images.table.tableName,
      QueueUrl: images.queue.queueUrl,
      DeadLetterQueueUrl: images.deadLetterQueue.queueUrl,
      StateMachineArn: images.stateMachine.stateMachineArn,
      DashboardName: images.dashboard.dashboardName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
