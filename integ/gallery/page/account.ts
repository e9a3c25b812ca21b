import type { ImageManagementClient } from 'image-management-client' with { 'resolution-mode': 'import' };
import { announce, element, get, notice } from './dom';
import { explain } from './words';

/** The forms of index.html, by their ids. */
const VIEWS = ['sign-in', 'sign-up', 'verify', 'forgot', 'reset'] as const;
type View = typeof VIEWS[number];

interface Fields {
  readonly email: string;
  readonly password: string;
  readonly code: string;
}

/** Sign-up, code, sign-in and a forgotten password. The client notifies the page of a sign-in. */
export class Account {
  readonly #client: ImageManagementClient;
  /** Between sign-up and the code, to sign in right after it; never stored. */
  #fresh: Pick<Fields, 'email' | 'password'> | undefined;

  constructor(client: ImageManagementClient) {
    this.#client = client;
    for (const view of VIEWS) {
      form(view).addEventListener('submit', event => {
        event.preventDefault();
        void this.#submit(view);
      });
    }
    for (const link of document.querySelectorAll<HTMLButtonElement>('button[data-view]')) {
      link.addEventListener('click', () => this.show(link.dataset.view as View));
    }
    get('resend').addEventListener('click', () => void this.#act('verify', async ({ email }) => {
      await this.#client.auth.resendCode({ email });
      showHint('If the address still has to be confirmed, a new code is on its way.');
    }));
  }

  /** @param view undefined for none of them */
  show(view: View | undefined): void {
    const email = VIEWS.map(name => form(name)).find(({ hidden }) => !hidden)?.querySelector<HTMLInputElement>('[name=email]')?.value;
    get('account').hidden = view === undefined;
    for (const name of VIEWS) form(name).hidden = name !== view;
    notice(undefined);
    get('hint').hidden = true;
    if (!view) return this.#forget();
    if (email) field(view, 'email')!.value = email;
    clearErrors(view);
    [...form(view).querySelectorAll('input')].find(({ value }) => value === '')?.focus();
  }

  async #submit(view: View): Promise<void> {
    const { auth } = this.#client;
    const actions: Record<View, (fields: Fields) => Promise<unknown>> = {
      'sign-in': async fields => auth.signIn(fields),
      'sign-up': async fields => {
        const { confirmed, delivery } = await auth.signUp(fields);
        if (confirmed) return auth.signIn(fields);
        this.#fresh = fields;
        this.show('verify');
        return showHint(`A code is on its way to ${delivery?.destination ?? fields.email}.`);
      },
      'verify': async fields => {
        await auth.verify(fields);
        if (this.#fresh?.email === fields.email) return auth.signIn(this.#fresh);
        this.show('sign-in');
        return showHint('The address is confirmed: sign in.');
      },
      'forgot': async fields => {
        await auth.forgotPassword(fields);
        this.show('reset');
        showHint('If the address has an account, a code is on its way.');
      },
      'reset': async fields => {
        await auth.confirmForgotPassword(fields);
        await auth.signIn(fields);
      },
    };
    await this.#act(view, actions[view]);
  }

  /** One at a time for each form. Buttons stay enabled: a disabled one would lose the keyboard's place. */
  async #act(view: View, action: (fields: Fields) => Promise<unknown>): Promise<void> {
    const target = form(view);
    if (target.ariaBusy === 'true') return;
    target.ariaBusy = 'true';
    notice(undefined);
    clearErrors(view);
    try {
      const { email = '', password = '', code = '' } = Object.fromEntries(new FormData(target)) as Partial<Fields>;
      await action({ email: email.trim(), password, code });
    } catch (error) {
      if (!showErrors(view, error)) notice(explain(error));
    } finally {
      target.ariaBusy = 'false';
    }
  }

  #forget(): void {
    this.#fresh = undefined;
    for (const view of VIEWS) form(view).reset();
  }
}

function form(view: View): HTMLFormElement {
  return get<HTMLFormElement>(view);
}

function field(view: View, name: string): HTMLInputElement | null {
  return form(view).querySelector(`[name=${CSS.escape(name)}]`);
}

/** Shows a success and the next step above the form. */
function showHint(text: string): void {
  get('hint').hidden = false;
  get('hint').textContent = text;
  announce(text);
}

/** Shows the API's errors next to their fields. @returns whether there was an error for a field of this form */
function showErrors(view: View, error: unknown): boolean {
  const { errors = [] } = error as { errors?: ReadonlyArray<{ field: string; message: string }> };
  const inputs = [...form(view).elements].filter(input => input instanceof HTMLInputElement);
  const wrong = inputs.filter(input => {
    const messages = errors.filter(({ field: name }) => name === input.name).map(({ message }) => message);
    if (messages.length > 0) mark(input, messages.join(', and '));
    return messages.length > 0;
  });
  wrong[0]?.focus();
  return wrong.length > 0;
}

function mark(input: HTMLInputElement, message: string): void {
  const id = `${input.form!.id}-${input.name}-error`;
  const text = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  // Next to the label, not in it: the accessible name of the field must not change.
  input.closest('label')!.after(element('p', { id, className: 'error', textContent: text }));
  input.ariaInvalid = 'true';
  input.setAttribute('aria-errormessage', id);
  announce(text);
}

function clearErrors(view: View): void {
  for (const error of form(view).querySelectorAll('.error')) error.remove();
  for (const input of form(view).querySelectorAll('[aria-invalid]')) {
    input.ariaInvalid = null;
    input.removeAttribute('aria-errormessage');
  }
}
