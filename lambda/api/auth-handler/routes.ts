import type { Accounts } from './accounts';
import type { Routes } from '../http/serve';
import { credentials, emailOnly, passwordReset, refresh, verification } from '../schemas/auth';

// The same for every address: it helps users who never verified theirs, and reveals nothing.
const CODE_SENT = {
  detail: 'If the address belongs to an account, an e-mail with a code is on its way. '
    + 'An unverified address gets no reset code: request a new code at /auth/resend-code and verify the address first.',
};

export function authRoutes(accounts: Accounts): Routes {
  return {
    'POST /auth/signup': async (request) => {
      const { email, password } = request.body(credentials);
      return { status: 201, body: await accounts.signUp(email, password) };
    },
    'POST /auth/verify': async (request) => {
      const { email, code } = request.body(verification);
      await accounts.verify(email, code);
      return { status: 204 };
    },
    'POST /auth/resend-code': async (request) => {
      await accounts.resendCode(request.body(emailOnly).email);
      return { status: 202, body: { detail: 'If the address belongs to an unverified account, an e-mail with a new code is on its way.' } };
    },
    'POST /auth/signin': async (request) => {
      const { email, password } = request.body(credentials);
      return { status: 200, body: await accounts.signIn(email, password) };
    },
    'POST /auth/refresh': async (request) => {
      return { status: 200, body: await accounts.refresh(request.body(refresh).refresh_token) };
    },
    'POST /auth/forgot-password': async (request) => {
      await accounts.forgotPassword(request.body(emailOnly).email);
      return { status: 202, body: CODE_SENT };
    },
    'POST /auth/confirm-forgot-password': async (request) => {
      const { email, code, password } = request.body(passwordReset);
      await accounts.resetPassword(email, code, password);
      return { status: 204 };
    },
    'POST /auth/signout': async (request) => {
      await accounts.signOut(request.body(refresh).refresh_token);
      return { status: 204 };
    },
  };
}
