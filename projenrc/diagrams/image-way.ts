import { drawSequence, Step } from './sequence';

const PARTICIPANTS = [
  'App', 'API Gateway', 'upload-handler', 'S3 input', 's3-event-handler', 'SQS', 'orchestrator', 'Step Functions', 'DynamoDB', 'S3 output',
];

const STEPS: readonly Step[] = [
  { from: 'App', to: 'API Gateway', text: 'POST /upload' },
  { from: 'API Gateway', to: 'upload-handler', text: 'claims of the user' },
  { from: 'upload-handler', to: 'DynamoDB', text: 'row, status pending' },
  { from: 'upload-handler', to: 'App', text: 'presigned PUT and form POST', answer: true },
  { from: 'App', to: 'S3 input', text: 'the bytes, past every server' },
  { from: 'S3 input', to: 's3-event-handler', text: 'EventBridge' },
  { from: 's3-event-handler', to: 'SQS', text: 'one message' },
  { from: 'SQS', to: 'orchestrator', text: 'batch' },
  { from: 'orchestrator', to: 'DynamoDB', text: 'claim: pending becomes processing' },
  { from: 'orchestrator', to: 'Step Functions', text: 'start' },
  { from: 'Step Functions', to: 'Step Functions', text: 'validation, resize, watermark' },
  { from: 'Step Functions', to: 'S3 output', text: 'renditions' },
  { from: 'Step Functions', to: 'DynamoDB', text: 'how it ended' },
  { from: 'Step Functions', to: 'App', text: 'event on EventBridge: Image Ready, Image Rejected or Image Failed', answer: true },
  { from: 'App', to: 'API Gateway', text: 'GET /image/{image_id}' },
  { from: 'API Gateway', to: 'App', text: 'presigned GET', answer: true },
  { from: 'S3 output', to: 'App', text: 'the rendition, from S3 or through CloudFront', answer: true },
];

/** docs/images/image-way.svg */
export function drawImageWay(): string {
  return drawSequence('The way of an image: a grant, the bytes, one message, a workflow, an event and the renditions', PARTICIPANTS, STEPS);
}
