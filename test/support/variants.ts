import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { ImageFormat, ImageManagementSystemProps, Network, Watermark, WorkflowType } from '../../src';

/** Systems that differ in every part that has a choice: what holds for all of them holds. */
export const VARIANTS: Readonly<Record<string, () => ImageManagementSystemProps | undefined>> = {
  'the default': () => undefined,
  'with a watermark and origins': () => ({
    watermark: Watermark.text('© Example'), upload: { allowedOrigins: ['https://a.example.com', 'https://b.example.com'] },
  }),
  'without a network': () => ({ network: Network.none(), workflowType: WorkflowType.STANDARD }),
  'with AVIF on x64': () => ({ formats: [ImageFormat.AVIF], architecture: Architecture.X86_64, watermark: Watermark.text('©', { tile: true }) }),
};
