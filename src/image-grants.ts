import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { IMAGES_PREFIX, UPLOADS_PREFIX } from './contract/object-keys';

export interface Stores {
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  readonly table: ITable;
  readonly encryptionKey: IKey;
}

export function grantImageRead(grantee: IGrantable, { outputBucket, table, encryptionKey }: Stores): Grant {
  const objects = allow(grantee, ['s3:GetObject'], outputBucket.arnForObjects(`${IMAGES_PREFIX}*`));
  const rows = allow(grantee, ['dynamodb:GetItem', 'dynamodb:Query'], table.tableArn);
  return objects.combine(rows).combine(allow(grantee, ['kms:Decrypt'], encryptionKey.keyArn));
}

export function grantOriginalRead(grantee: IGrantable, { inputBucket, encryptionKey }: Stores): Grant {
  const objects = allow(grantee, ['s3:GetObject'], inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`));
  return objects.combine(allow(grantee, ['kms:Decrypt'], encryptionKey.keyArn));
}

export function grantErasure(grantee: IGrantable, stateMachine: IStateMachine): Grant {
  return stateMachine.grantStartExecution(grantee).combine(stateMachine.grantExecution(grantee, 'states:DescribeExecution'));
}

export function grantRepairs(grantee: IGrantable, stateMachine: IStateMachine): Grant {
  const stack = Stack.of(stateMachine);
  const mapRuns = stack.formatArn({
    service: 'states', resource: 'mapRun', resourceName: `${nameOf(stateMachine)}/*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return stateMachine.grantStartExecution(grantee)
    .combine(stateMachine.grantExecution(grantee, 'states:DescribeExecution', 'states:ListMapRuns'))
    .combine(allow(grantee, ['states:DescribeMapRun'], mapRuns));
}

function nameOf({ stateMachineArn }: IStateMachine): string {
  return Arn.split(stateMachineArn, ArnFormat.COLON_RESOURCE_NAME).resourceName!;
}

function allow(grantee: IGrantable, actions: string[], resource: string): Grant {
  return Grant.addToPrincipal({ grantee, actions, resourceArns: [resource] });
}
