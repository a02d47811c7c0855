// Asks the server for something from the floor, as JSON or as a form, and gives back what it says.
const csrf = document.querySelector('meta[name="csrf-token"]').content;
const PATIENCE = 10000;

export class LinkDown extends Error {}

export function askJson(path, body) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export function askForm(path, fields = {}) {
  return ask(path, { method: "POST", body: new URLSearchParams(fields) });
}

// {ok, …} with whatever the server answered: a refusal has `because` and `hint`.
export async function ask(path, wish = {}) {
  let answer;
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": csrf, ...wish.headers };
    answer = await fetch(path, { ...wish, headers, signal: AbortSignal.timeout(PATIENCE) });
  } catch (failure) {
    throw new LinkDown(failure.name);
  }
  if (answer.redirected || answer.status === 401) location.reload();
  const told = await answer.json().catch(() => ({}));
  return { ...told, ok: answer.ok };
}
