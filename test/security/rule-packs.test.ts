import { review } from '../../projenrc/security-docs/rule-packs';
import { REVIEWED } from '../../projenrc/security-docs/systems';

describe.each(Object.entries(REVIEWED).map(([name, create]) => ({ name, create })))('cdk-nag, for $name', ({ create }) => {
  const { unexplained, used, given } = review(create());

  test('finds nothing in AwsSolutions, HIPAA Security, NIST 800-53 R5 and PCI DSS 3.2.1 that is not explained beside its resource', () => {
    expect(unexplained).toEqual([]);
  });

  test('needs every explanation that is given', () => {
    const isUsed = new Set(used.map((reason) => JSON.stringify(reason)));
    expect(given.filter((reason) => !isUsed.has(JSON.stringify(reason)))).toEqual([]);
    expect(given.length).toBeGreaterThan(0);
  });
});
