import { act, get, show } from './page.js';

/** Sign-up, code and sign-in. The client tells the page when somebody is signed in. */
export function connectAccount(client, mailUrl) {
  const credentials = get('credentials');
  const verification = get('verification');
  // Kept in memory between sign-up and the code, to sign in right after it.
  let account;

  credentials.addEventListener('submit', (event) => {
    event.preventDefault();
    account = { email: credentials.elements.email.value.trim(), password: credentials.elements.password.value };
    const signUp = event.submitter?.value === 'sign-up';
    void act(event.submitter, () => (signUp ? create() : client.auth.signIn(account).then(forget)));
  });

  verification.addEventListener('submit', (event) => {
    event.preventDefault();
    void act(event.submitter, async () => {
      await client.auth.verify({ email: account.email, code: verification.elements.code.value });
      await client.auth.signIn(account);
      forget();
    });
  });

  get('resend').addEventListener('click', (event) => void act(event.target, () => client.auth.resendCode(account)));

  async function create() {
    const { confirmed, delivery } = await client.auth.signUp(account);
    if (confirmed) {
      await client.auth.signIn(account);
      return forget();
    }
    get('destination').textContent = delivery?.destination ?? account.email;
    show('mail-hint', mailUrl !== undefined);
    get('mail-link').href = mailUrl ?? '';
    show('credentials', false);
    show('verification', true);
    verification.elements.code.focus();
  }

  function forget() {
    account = undefined;
    credentials.reset();
    verification.reset();
  }
}
