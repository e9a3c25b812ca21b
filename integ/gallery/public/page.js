/** Small helpers around the elements of index.html. */

export const get = (id) => document.getElementById(id);

export function show(id, visible) {
  get(id).hidden = !visible;
}

/** An element with properties and children; texts become text, never markup. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Tells what went wrong; `undefined` takes the message away. */
export function fail(error) {
  const notice = get('notice');
  notice.hidden = error === undefined;
  if (error === undefined) return;
  const fields = (error.errors ?? []).map(({ field, message }) => `${field}: ${message}`).join('; ');
  notice.textContent = fields ? `${error.message} (${fields})` : error.message;
}

/** Runs an action of the user with its button disabled, and tells its failure. */
export async function act(button, action) {
  fail(undefined);
  button.disabled = true;
  try {
    await action();
  } catch (error) {
    fail(error);
  } finally {
    button.disabled = false;
  }
}

export function bytes(count) {
  if (count === undefined) return '';
  return count < 999_500 ? `${Math.max(1, Math.round(count / 1000))} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
