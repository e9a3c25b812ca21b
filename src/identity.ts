import { Annotations, Duration } from 'aws-cdk-lib';
import {
  AccountRecovery, CfnUserPool, ClientAttributes, IUserPool, IUserPoolClient, UserPool, UserPoolClient, UserPoolClientIdentityProvider,
  UserPoolEmail, UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { accept } from './accepted-findings';
import { checkUserPool } from './bring-your-own/own-user-pool';
import { ADMIN_GROUP, PASSWORD_POLICY, PasswordPolicy } from './contract/accounts';
import { fail } from './options/check';
import { Platform } from './platform';

export interface IdentityProps {
  readonly platform: Platform;
  readonly userPool?: IUserPool;
  /** Sender of the mails of the pool that is made here. */
  readonly email?: UserPoolEmail;
}

/** Stable: apps acknowledge the warning by it. */
const SENDER_WARNING = 'cdk-image-management-system:cognitoSender';

/** Accounts: a user pool, and the client that the auth handler speaks through. */
export class Identity extends Construct {
  public readonly userPool: IUserPool;
  public readonly client: IUserPoolClient;
  /** Nothing where the pool was brought along: its rules are not known at synth. */
  public readonly passwordPolicy: PasswordPolicy;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    if (props.userPool && props.email) {
      fail('email', 'left out where userPool is given', 'both', 'a pool of your own has a sender already: set it there');
    }
    if (props.userPool) checkUserPool(this, props.userPool);
    this.userPool = props.userPool ?? this.createUserPool(props);
    this.passwordPolicy = props.userPool ? {} : PASSWORD_POLICY;
    this.client = this.createClient();
  }

  private createUserPool({ platform, email }: IdentityProps): UserPool {
    const userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      // A new address counts once it is verified; until then the old one stays.
      keepOriginal: { email: true },
      email,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: { ...PASSWORD_POLICY, tempPasswordValidity: Duration.days(3) },
      deletionProtection: platform.retains,
      removalPolicy: platform.removalPolicy,
    });
    accept(userPool, ['AwsSolutions-COG2'],
      'The API signs users in with a password alone, since a second factor is a step of the app; a `userPool` of the team may demand one in its own sign-in.');
    accept(userPool, ['AwsSolutions-COG8'],
      'The plus plan costs by the user. The API throttles sign-ins and answers alike for every address; a `userPool` of the team may have the plan.');
    this.warnOfSender(userPool);
    new UserPoolGroup(this, 'Admins', {
      userPool, groupName: ADMIN_GROUP, description: 'May read and delete the images of every user',
    });
    return userPool;
  }

  /** By the template and not by the prop: `UserPoolEmail.withCognito()` names the same sender. */
  private warnOfSender(userPool: UserPool): void {
    const { emailConfiguration } = userPool.node.defaultChild as CfnUserPool;
    const { emailSendingAccount } = { ...emailConfiguration } as CfnUserPool.EmailConfigurationProperty;
    if (emailSendingAccount === 'DEVELOPER') return;
    Annotations.of(this).addWarningV2(SENDER_WARNING,
      'Cognito sends the codes of sign-ups and forgotten passwords itself: at most 50 mails a day in the account, after which users wait for '
      + 'codes in vain. Send through Amazon SES with `email: UserPoolEmail.withSES({ fromEmail: ... })`, or bring a `userPool` that does. '
      + 'Where 50 mails are enough: '
      + `Annotations.of(images).acknowledgeWarning('${SENDER_WARNING}').`);
  }

  private createClient(): UserPoolClient {
    const email = new ClientAttributes().withStandardAttributes({ email: true });
    return new UserPoolClient(this, 'Client', {
      userPool: this.userPool,
      // Apps call the REST API, not Cognito; a secret in the handler would guard nothing.
      generateSecret: false,
      authFlows: { userPassword: true },
      disableOAuth: true,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      readAttributes: email.withStandardAttributes({ email: true, emailVerified: true }),
      writeAttributes: email,
    });
  }
}
