// The way to the server: one request at a time per errand, 15 seconds each, and what can come of it.
import { csrf } from "./page.js";

export class LinkDown extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {
  constructor(told) {
    super(told.because);
    Object.assign(this, told);
  }
}

const PATIENCE = 15_000;
let known = null; // the last state with its mark, so that "nothing new" costs 200 bytes

export async function readState() {
  const answer = await ask("/desk/state", { headers: known ? { "If-None-Match": known.mark } : {} });
  if (answer.status === 304) return null;
  const state = await understood(answer);
  known = { mark: answer.headers.get("ETag") };
  return state;
}

export async function readJson(path) {
  return understood(await ask(path));
}

export async function post(path, body = {}) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  const state = await understood(await ask(path, { method: "POST", headers, body: JSON.stringify(body) }));
  known = null; // a state came by another way
  return state;
}

async function ask(path, options = {}) {
  const headers = { Accept: "application/json", ...options.headers };
  let answer;
  try {
    answer = await fetch(path, { ...options, headers, cache: options.cache ?? "default", signal: timeOut() });
  } catch (failure) {
    throw new LinkDown(failure.name);
  }
  if (answer.status >= 500 || answer.status === 429) throw new LinkDown(String(answer.status));
  return answer;
}

function timeOut() {
  const giveUp = new AbortController();
  setTimeout(() => giveUp.abort(), PATIENCE);
  return giveUp.signal;
}

async function understood(answer) {
  if (answer.status === 401 || answer.redirected) throw new SignedOut();
  let told;
  try {
    told = await answer.json();
  } catch {
    throw new LinkDown("not JSON"); // a login page of the network, a proxy's error
  }
  if (!answer.ok) throw new Refused(told);
  return told;
}
