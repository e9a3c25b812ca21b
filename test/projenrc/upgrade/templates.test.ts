import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { readTemplate } from '../../../projenrc/upgrade/baseline';
import { CARE } from '../../../projenrc/upgrade/care';
import { dangersOf } from '../../../projenrc/upgrade/dangers';
import { FORMS, snapshotOfForm } from '../../../projenrc/upgrade/forms';

const remembered = (form: string) => Object.values(readTemplate(form)).map(({ type }) => type);

describe.each(Object.entries(FORMS))('an upgrade of a system in the form %s', (name, form) => {
  // holds: threat.table.deleted-table
  test('keeps everything that holds data, with its logical id', () => {
    expect(dangersOf(readTemplate(name), snapshotOfForm(form))).toEqual([]);
  });

  test('keeps it whatever feature flags an app has', () => {
    expect(dangersOf(readTemplate(name), snapshotOfForm(form, CURRENTLY_RECOMMENDED_FLAGS))).toEqual([]);
  });
});

test('the forms have every kind of resource that is looked after', () => {
  expect(new Set(Object.keys(FORMS).flatMap(remembered))).toEqual(new Set(Object.keys(CARE)));
});

test('of what a team brings along, nothing is remembered', () => {
  const brought = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::Cognito::UserPool', 'AWS::EC2::VPC'];
  expect(remembered('bring-your-own').filter((type) => brought.includes(type))).toEqual([]);
});
