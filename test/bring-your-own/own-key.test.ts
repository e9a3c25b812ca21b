import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { at, list, texts } from '../../projenrc/templates/json';
import { createStack, read, synthError } from '../../projenrc/templates/synth';
import { ImageManagementSystem } from '../../src';

test('rejects a key that encrypts nothing, and one that is disabled', () => {
  expect(synthErrorOf({ keySpec: KeySpec.RSA_2048, keyUsage: KeyUsage.ENCRYPT_DECRYPT })).toBe('encryptionKey must be symmetric (KeySpec.SYMMETRIC_DEFAULT), got RSA_2048');
  expect(synthErrorOf({ enabled: false })).toBe('encryptionKey must be enabled, got a disabled key');
});

function synthErrorOf(props: ConstructorParameters<typeof Key>[2]): string {
  return synthError(() => ({ encryptionKey: new Key(createStack(), 'Own', props) }));
}

test('rejects a key of another region', () => {
  const stack = createStack({ env: { region: 'eu-central-1', account: '111122223333' } });
  const encryptionKey = Key.fromKeyArn(stack, 'Own', 'arn:aws:kms:us-east-1:111122223333:key/1');
  expect(() => new ImageManagementSystem(stack, 'Images', { encryptionKey })).toThrow('the region of encryptionKey must be that of the system\'s stack, eu-central-1, got us-east-1');
});

test('two systems share a key, whose policy says each thing once', () => {
  const stack = createStack();
  const encryptionKey = new Key(stack, 'Own');
  for (const name of ['One', 'Two']) new ImageManagementSystem(stack, name, { encryptionKey });
  const statements = list(at(read(stack).one('AWS::KMS::Key').properties.KeyPolicy, 'Statement'));
  expect(statements.flatMap((statement) => texts(at(statement, 'Sid')))).toEqual(['EncryptLogGroups', 'EncryptUndeliveredEvents']);
});
