import { App, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Delivery, ImageManagementSystem, Moderation, Network, Watermark, WorkflowType } from '../../src';
import { EC_KEY } from '../templates/public-keys';

/** The forms of a system that other people's rules are checked against. */
export const REVIEWED: Readonly<Record<string, () => Stack>> = {
  'a system with a watermark': () => {
    const stack = new Stack(createApp(), 'Watermark');
    new ImageManagementSystem(stack, 'Images', {
      watermark: Watermark.text('© Sample'),
      upload: { allowedOrigins: ['http://localhost:3000'] },
      architecture: Architecture.ARM_64,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return stack;
  },
  'a system in which all that can be brought is brought': () => bringYourOwn(),
  'a system without a network': () => {
    const stack = new Stack(createApp(), 'NoNetwork');
    new ImageManagementSystem(stack, 'Images', { network: Network.none(), workflowType: WorkflowType.STANDARD });
    return stack;
  },
  'a system behind CloudFront, with a budget': () => {
    const stack = new Stack(createApp(), 'CloudFront');
    new ImageManagementSystem(stack, 'Images', {
      delivery: Delivery.cloudFront({ publicKeys: [EC_KEY] }),
      alarmEmail: 'on-call@example.com',
      budget: { monthlyLimitUsd: 100, costAllocationTag: 'image-system', emails: ['owner@example.com'] },
    });
    return stack;
  },
};

function createApp(context: Readonly<Record<string, unknown>> = {}): App {
  return new App({ context: { 'aws:cdk:disable-asset-staging': true, ...context } });
}

/** Only the system is in the stack: what a team made before is imported. */
export function bringYourOwn(context?: Readonly<Record<string, unknown>>): Stack {
  const stack = new Stack(createApp(context), 'BringYourOwn');
  const arn = (service: string, resource: string) => stack.formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  new ImageManagementSystem(stack, 'Images', {
    watermark: Watermark.text('© Example'),
    moderation: [
      Moderation.function(Function.fromFunctionArn(stack, 'Antivirus', 'arn:aws:lambda:eu-central-1:111122223333:function:antivirus')),
      Moderation.rekognition({ labels: ['Explicit', 'Violence'] }),
    ],
    userPool: UserPool.fromUserPoolId(stack, 'UserPool', 'eu-central-1_Example01'),
    network: Network.existing(Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0f1e2d3c4b5a69788', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-0a', 'subnet-0b'], vpcCidrBlock: '10.1.0.0/16',
    })),
    inputBucket: Bucket.fromBucketName(stack, 'Uploads', 'example-uploads'),
    outputBucket: Bucket.fromBucketName(stack, 'Pictures', 'example-pictures'),
    table: Table.fromTableAttributes(stack, 'Table', {
      tableArn: arn('dynamodb', 'table/images'), tableStreamArn: arn('dynamodb', 'table/images/stream/2026-11-01T00:00:00.000'),
    }),
    delivery: Delivery.cloudFront({
      publicKeys: [EC_KEY],
      domainNames: ['pictures.example.com'],
      certificate: Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c'),
      webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Edge/0f1e2d3c',
      logBucket: Bucket.fromBucketName(stack, 'DeliveryLogs', 'example-delivery-logs'),
    }),
    encryptionKey: Key.fromKeyArn(stack, 'Key', arn('kms', 'key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0')),
    alarmTopic: Topic.fromTopicArn(stack, 'Topic', arn('sns', 'on-call')),
    accessLogBucket: Bucket.fromBucketName(stack, 'AccessLogs', 'example-access-logs'),
    api: { webAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/Edge/0f1e2d3c' },
  });
  return stack;
}
