// A call that is answered while the link is down: the agent hears the person on her telephone, says so, and goes on with
// the script; what she gives waits in the box. As soon as the server is heard again, its word counts. Outlives a reload.
import { page } from "./page.js";

const PLACE = "raabta.desk.begun";

export function begin(callId) {
  sessionStorage.setItem(PLACE, JSON.stringify({ call: callId, at: Date.now() }));
}

// here: seconds since the state came.
export function withBeginning(state, { here, linkDown }) {
  if (!linkDown || state.status !== "reserved" || state.call.preview) return state;
  const { call: begun, at } = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
  if (begun !== state.call.id) return state;
  const ago = (Math.max(0, Date.now() - at) / 1_000) * page.clock_speed; // the PC's clock may have been set back
  const call = { ...state.call, started_seconds: ago - here };
  return { ...state, status: "on_call", ...fromThen(state, { here, ago }), call };
}

// The clocks of a state that began here, so many seconds ago.
export function fromThen({ since, seconds }, { here, ago }) {
  const began = Date.parse(since) + (seconds + here - ago) * 1_000;
  return { since: new Date(began).toISOString(), seconds: ago - here };
}
