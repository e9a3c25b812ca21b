import { App, CfnOutput, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  CropPosition, ImageFit, ImageFormat, ImageManagementSystem, ImageMetadata, ImageSize, Network, Watermark, WatermarkPosition, WorkflowType,
} from 'cdk-image-management-system';

const app = new App();
const stack = new Stack(app, 'Photos');
const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
const alarms = new Topic(stack, 'Alarms');

const images = new ImageManagementSystem(stack, 'Images', {
  sizes: [
    ImageSize.of('thumbnail', { width: 150, height: 150, fit: ImageFit.COVER, position: CropPosition.TOP, watermark: false }),
    ImageSize.of('medium', { width: 1024 }),
    ImageSize.of('framed', { width: 800, height: 600, fit: ImageFit.CONTAIN, background: '#202020' }),
  ],
  formats: [ImageFormat.WEBP, ImageFormat.jpeg({ quality: 85 })],
  watermark: Watermark.text('© Example', { position: WatermarkPosition.TOP_LEFT, opacity: 0.4 }),
  keepMetadata: [ImageMetadata.COPYRIGHT],
  upload: {
    maxFileSize: Size.mebibytes(40),
    urlExpiry: Duration.minutes(2),
    maxOpenGrants: 20,
    allowedOrigins: ['https://app.example.com', 'https://www.example.com'],
  },
  network: Network.existing(vpc, { createEndpoints: true }),
  workflowType: WorkflowType.STANDARD,
  architecture: Architecture.X86_64,
  alarmTopic: alarms,
  removalPolicy: RemovalPolicy.DESTROY,
});

images.grantRead(new Role(stack, 'Reader', { assumedBy: new AccountRootPrincipal() }));
images.onImageReady('Ready', { description: 'A picture can be shown' });
images.metricImagesFailed({ period: Duration.hours(1) }).createAlarm(stack, 'Failures', { threshold: 3, evaluationPeriods: 1 });
new CfnOutput(stack, 'ApiUrl', { value: images.apiUrl });
app.synth();
