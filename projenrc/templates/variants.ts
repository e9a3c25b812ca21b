import { Duration } from 'aws-cdk-lib';
import { UserPoolEmail } from 'aws-cdk-lib/aws-cognito';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { EC_KEY } from './public-keys';
import { Delivery, ImageFormat, ImageManagementSystemProps, Moderation, Network, Watermark, WorkflowType } from '../../src';

/** Systems that differ in every part that has a choice: what holds for all of them holds. */
export const VARIANTS: Readonly<Record<string, () => ImageManagementSystemProps | undefined>> = {
  'the default': () => undefined,
  'with a watermark and origins': () => ({
    watermark: Watermark.text('© Example'), upload: { allowedOrigins: ['https://a.example.com', 'https://b.example.com'] },
  }),
  'behind a firewall, with mails through SES': () => ({
    api: { webAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/Edge/0f1e2d3c' },
    email: UserPoolEmail.withSES({ fromEmail: 'no-reply@example.com', sesRegion: 'eu-central-1' }),
  }),
  'with moderation by Rekognition': () => ({ moderation: [Moderation.rekognition()] }),
  'without a network': () => ({ network: Network.none(), workflowType: WorkflowType.STANDARD }),
  'behind CloudFront': () => ({ delivery: Delivery.cloudFront({ publicKeys: [EC_KEY] }), upload: { allowedOrigins: ['https://a.example.com'] } }),
  'with AVIF on x64': () => ({ formats: [ImageFormat.AVIF], architecture: Architecture.X86_64, watermark: Watermark.text('©', { tile: true }) }),
  'with colder storage and a budget': () => ({
    originals: { transitionToGlacierInstantRetrievalAfter: Duration.days(30) },
    renditions: { intelligentTiering: true },
    budget: { monthlyLimitUsd: 100, costAllocationTag: 'image-system', emails: ['owner@example.com'] },
  }),
};
