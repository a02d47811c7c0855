// The way to the server in the words of tus (tus.io): what was understood, what was refused, what may be tried again.
import { checksum, metadata } from "./marks.js";

export class Interrupted extends Error {} // the link, the server or a chunk on its way: try again
export class Refused extends Error {
  constructor(because, told = {}) {
    super(because);
    Object.assign(this, { because, ...told });
  }
}

const PATIENCE = 60_000;
const LOOKING = 300_000; // a large workbook is unpacked and read
const token = document.querySelector("meta[name=csrf-token]").content;

export async function begin(address, file, stop) {
  const headers = { "Upload-Length": String(file.size), "Upload-Metadata": await readable(() => metadata(file)) };
  const answer = await ask("POST", address, { headers }, stop);
  const at = answer.headers.get("Location");
  const { finish: end = `${at}/finish` } = await answer.json();
  return { address: at, end, offset: offsetOf(answer) };
}

export async function offset(address, stop) {
  return offsetOf(await ask("HEAD", address, {}, stop));
}

export async function send(address, at, blob, stop) {
  const body = await readable(() => blob.arrayBuffer());
  const sum = await checksum(body);
  const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(at) };
  if (sum) headers["Upload-Checksum"] = `sha256 ${sum}`;
  return offsetOf(await ask("PATCH", address, { headers, body }, stop));
}

export async function finish(address, written, stop) {
  const answer = await ask("POST", address, { body: written, patience: LOOKING }, stop);
  return (await answer.json()).at;
}

export async function drop(address) {
  await ask("DELETE", address, {}).catch(() => {}); // what stays is cleared by the server within days
}

async function ask(method, address, { headers = {}, body, patience = PATIENCE }, stop) {
  const given = { Accept: "application/json", "X-CSRFToken": token, "Tus-Resumable": "1.0.0", ...headers };
  const late = new AbortController();
  const clock = setTimeout(() => late.abort(), patience);
  const stopped = () => late.abort();
  stop?.addEventListener("abort", stopped);
  try {
    return await understood(await fetch(address, { method, headers: given, body, signal: late.signal }));
  } catch (failure) {
    throw failure instanceof Refused ? failure : new Interrupted(failure.message);
  } finally {
    clearTimeout(clock);
    stop?.removeEventListener("abort", stopped);
  }
}

const AGAIN = [409, 429, 460]; // ask where to go on; too fast; a chunk was changed on its way

async function understood(answer) {
  if (answer.ok && !answer.redirected) return answer;
  if (answer.status >= 500 || AGAIN.includes(answer.status)) throw new Interrupted(String(answer.status));
  if (answer.redirected || [400, 401, 403].includes(answer.status)) throw new Refused("signed_out");
  const told = await answer.json().catch(() => ({}));
  throw new Refused(answer.status === 404 ? "gone" : "refused", { hint: told.hint, earlier: told.earlier });
}

function offsetOf(answer) {
  const told = answer.headers.get("Upload-Offset");
  if (told === null) throw new Interrupted("no offset"); // a sign-in page of the network, a proxy's answer
  return Number(told);
}

async function readable(read) {
  try {
    return await read();
  } catch {
    throw new Refused("changed"); // the file was saved anew, or its stick was pulled out
  }
}
