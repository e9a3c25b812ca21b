import { CfnMethod, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { accept, allStandards } from '../accepted-findings';

/** Why rules of cdk-nag do not hold for the API, its stage and its open methods. */
export function acceptApiFindings(api: RestApi, { hasFirewall }: { readonly hasFirewall: boolean }): void {
  const stage = api.deploymentStage;
  accept(api, ['AwsSolutions-APIG2'],
    'The handlers check every request by the schemas that docs/openapi.json is made of, and say which field is wrong; API Gateway would not say.');
  accept(stage, ['AwsSolutions-APIG6', ...allStandards('APIGWExecutionLoggingEnabled')],
    'Execution logs hold headers and bodies, and so tokens and passwords. The access log has a line for every request, without them.');
  accept(stage, allStandards('APIGWCacheEnabledAndEncrypted'),
    'Answers differ by their caller and change with an image; a cache would be a place where the one could get what is the other\'s.');
  accept(stage, allStandards('APIGWSSLEnabled'),
    'A client certificate shows API Gateway to a server of one\'s own. There is none behind it: Lambda is called by its own API, signed and over TLS.');
  if (!hasFirewall) {
    accept(stage, ['AwsSolutions-APIG3', 'NIST.800.53.R5-APIGWAssociatedWithWAF', 'PCI.DSS.321-APIGWAssociatedWithWAF'],
      'A firewall has a price and rules that only the team knows: `api.webAclArn` takes one.');
  }
  const role = api.node.tryFindChild('CloudWatchRole');
  if (role) {
    accept(role, ['AwsSolutions-IAM4'], 'API Gateway takes no role for its account setting but one with this policy.',
      ['Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs']);
  }
  for (const method of api.node.findAll()) {
    if (method instanceof CfnMethod && method.authorizationType === 'NONE' && method.httpMethod !== 'OPTIONS') acceptOpen(method);
  }
}

/** The test of the invariants holds that no open method leads to a function that may do anything. */
function acceptOpen(method: CfnMethod): void {
  accept(method, ['AwsSolutions-APIG4', 'AwsSolutions-COG4'],
    'It is a call that comes before a sign-in, or the answer that there is no such call; the one function behind them has no permission in AWS.');
}
