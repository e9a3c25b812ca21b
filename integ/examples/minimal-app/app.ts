import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { ImageManagementSystem, Network } from 'cdk-image-management-system';

const app = new App();
const stack = new Stack(app, 'Photos');

const images = new ImageManagementSystem(stack, 'Images', {
  // Without a VPC there are no interface endpoints to pay for while idle: docs/cost.md has both figures.
  network: Network.none(),
  upload: { allowedOrigins: ['http://localhost:3000'] },
});

new CfnOutput(stack, 'ApiUrl', { value: images.apiUrl });
app.synth();
