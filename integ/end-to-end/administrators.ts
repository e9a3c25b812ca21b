import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { deployment, signIn, User } from './backend';

/** Groups are claims of a token: the next sign-in has them. */
export async function promoted({ email, password }: Pick<User, 'email' | 'password'>): Promise<User> {
  await new CognitoIdentityProviderClient().send(new AdminAddUserToGroupCommand({
    UserPoolId: deployment.outputs.UserPoolId, Username: email, GroupName: 'admins',
  }));
  return signIn(email, password);
}
