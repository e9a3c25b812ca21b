import { App } from 'aws-cdk-lib';
import { PhotoWallStack } from './stack';

const app = new App();
new PhotoWallStack(app, 'Wall');
app.synth();
