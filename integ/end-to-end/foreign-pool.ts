import {
  AdminCreateUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient, CreateUserPoolClientCommand, CreateUserPoolCommand,
  DeleteUserPoolCommand, InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { newAddress, newPassword } from './backend';

export interface ForeignPool {
  /** Good in every way, but that another user pool of the same account made it. */
  readonly idToken: string;
  remove(): Promise<void>;
}

export async function createForeignPool(): Promise<ForeignPool> {
  const cognito = new CognitoIdentityProviderClient();
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'foreign-pool' }));
  const UserPoolId = UserPool!.Id!;
  const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand({
    UserPoolId, ClientName: 'client', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  }));
  const [Username, Password] = [newAddress(), newPassword()];
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand({
    ClientId: UserPoolClient!.ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: Username, PASSWORD: Password },
  }));
  return {
    idToken: AuthenticationResult!.IdToken!,
    remove: async () => { await cognito.send(new DeleteUserPoolCommand({ UserPoolId })); },
  };
}
