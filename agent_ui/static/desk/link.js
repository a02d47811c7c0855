// The way to the server: one request at a time per errand, 15 seconds each, and what can come of it.
import { csrf, page } from "./page.js";

export class LinkDown extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {
  constructor(told) {
    super(told.because);
    Object.assign(this, told);
  }
}

const PATIENCE = 15_000;
const FROM_BOX = /^\/desk\/(answer|outcome|go-on|hang-up)$/;
let known = null; // the last state with its mark: what has not changed since is not sent again
let token = csrf; // the page may be older than the session: every state brings the token of now
const posts = new Set(); // on their way
let given = { call: null, answers: {} }; // kept by the server: a state that was on its way meanwhile may lack it
let kept = () => 0;
let keptAsTold = 0;

// The server is told how much this computer still keeps, so that a supervisor sees it when the link is down.
export function tellKept(count) {
  kept = count;
}

export function freshToken() {
  return token;
}

// With `tab` that tab takes the desk. A `pulse` shows above all that this desk is there: without a call it is looked at less.
export async function readState(tab, { pulse = false, again = true } = {}) {
  await Promise.allSettled(posts); // what they bring need not be asked for
  const base = known;
  const brief = pulse && base && !base.state.call ? { "X-Pulse": base.state.stamp } : {};
  const headers = { ...brief, ...has(base), ...(tab ? { "X-Desk-Tab": tab } : base && { "If-None-Match": base.mark }) };
  const answer = await ask("/desk/state", { headers });
  if (answer.status === 304) return null;
  const state = await stateIn(answer, base);
  const overtaken = again && state.revision < known?.state.revision; // by an answer of hers, which tells of nothing else
  return overtaken ? readState(null, { again: false }) : state;
}

function has(base) {
  return base ? { "X-Knows": base.mark.replace(/^W\/|"/g, "") } : {};
}

// Only the parts that are new come; each request says from which state they are counted.
async function stateIn(answer, base) {
  let state = await understood(answer);
  const mark = answer.headers.get("ETag");
  const part = answer.headers.get("X-Part");
  if (part === "answers") return knownOn(base, mark);
  if (part) state = joined({ ...base.state, call: ticked(base) }, state);
  state = withGiven(state);
  if (mark && !(state.revision < known?.state.revision)) known = { state, mark, at: performance.now() };
  return state;
}

// The server has kept an answer and tells of nothing else: whatever it tells besides, late or at once, is newer.
function knownOn(base, mark) {
  const before = known ?? base; // a refusal may have come meanwhile
  const seconds = before.state.seconds + since(before.at);
  const state = withGiven({ ...before.state, seconds, call: ticked(before) });
  known = { state, mark: before === base ? mark : before.mark, at: performance.now() };
  return known.state;
}

function withGiven(state) {
  return state.call && state.call.id === given.call ? { ...state, answers: { ...state.answers, ...given.answers } } : state;
}

// Of the call and the person only those fields come that are new (agent_ui/desk/parts.py).
function joined(before, news) {
  const records = ["call", "person"].filter((name) => before[name] && news[name]);
  return { ...before, ...news, ...Object.fromEntries(records.map((name) => [name, { ...before[name], ...news[name] }])) };
}

// Clocks that have run on here are no news, and are not sent.
function ticked({ state: { call, status }, at }) {
  const past = since(at);
  if (!call) return null;
  const talked = status === "on_call" && call.started_seconds !== null ? call.started_seconds + past : call.started_seconds;
  return { ...call, started_seconds: talked, expires_seconds: Math.max(0, call.expires_seconds - past) };
}

function since(at) {
  return ((performance.now() - at) / 1000) * page.clock_speed;
}

export async function readJson(path) {
  return understood(await ask(path));
}

export async function post(path, body = {}) {
  const posting = posted(path, body);
  posts.add(posting);
  return posting.finally(() => posts.delete(posting));
}

async function posted(path, body) {
  if (FROM_BOX.test(path)) await Promise.allSettled(posts); // safe where they are; what is told meanwhile comes once
  const base = known;
  let answer = await send(path, body, base);
  if (answer.status === 400 && (await renewToken())) answer = await send(path, body, base);
  if (answer.ok && path === "/desk/answer") {
    given = { call: body.call_id, answers: { ...(given.call === body.call_id && given.answers), [body.step]: body.value } };
  }
  return stateIn(answer, base);
}

function send(path, body, base) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token, ...has(base) };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

// Somebody has signed in anew since this page was loaded, or before it was taken from this computer.
async function renewToken() {
  const before = token;
  await ask("/desk/state");
  return token !== before;
}

async function ask(path, options = {}) {
  const count = kept();
  const headers = { Accept: "application/json", ...(count || keptAsTold ? { "X-Kept": count } : {}), ...options.headers };
  let answer;
  try {
    answer = await fetch(page.desk ? path.replace("/desk", page.desk) : path, { ...options, headers, cache: options.cache ?? "default", signal: timeOut() });
  } catch (failure) {
    throw new LinkDown(failure.name);
  }
  if (answer.status >= 500 || answer.status === 429) throw new LinkDown(String(answer.status));
  keptAsTold = count;
  token = answer.headers.get("X-CSRFToken") ?? token;
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
  if (told.state) known = null; // a refusal shows how the desk stands, but without a mark
  if (!answer.ok) throw new Refused(told);
  return told;
}
