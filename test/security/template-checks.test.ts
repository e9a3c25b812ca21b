import { Template } from 'aws-cdk-lib/assertions';
import { checkTemplates, Finding } from '../../integ/template-checks/check-templates';
import { ACCEPTED, AcceptedFinding } from '../../projenrc/security-docs/accepted-findings';
import { REVIEWED } from '../../projenrc/security-docs/systems';

/** By the names of the templates; the form without a network has no resource of its own. */
const FORMS = {
  'default': 'a system with a watermark',
  'brought-along': 'a system in which all that can be brought is brought',
  'cloudfront': 'a system behind CloudFront, with a budget',
};

let findings: Finding[];
beforeAll(async () => {
  const templates = Object.entries(FORMS).map(([name, form]) => [name, Template.fromStack(REVIEWED[form]()).toJSON()]);
  findings = await checkTemplates(Object.fromEntries(templates), (line) => { process.stderr.write(`${line}\n`); });
}, 900_000);

test.each(Object.entries(FORMS))('cfn-lint and checkov find nothing that is not accepted: %s, %s', (name) => {
  const ofForm = findings.filter(({ template }) => template === name);
  expect(ofForm.filter((finding) => !ACCEPTED.some((accepted) => covers(accepted, finding)))).toEqual([]);
  expect(ofForm.length).toBeGreaterThan(0);
});

test('every finding of cfn-lint and checkov that is accepted is still there', () => {
  expect(ACCEPTED.filter((accepted) => !findings.some((finding) => covers(accepted, finding)))).toEqual([]);
});

function covers(accepted: AcceptedFinding, { check, resource }: Finding): boolean {
  return accepted.check === check && accepted.resource.test(resource);
}
