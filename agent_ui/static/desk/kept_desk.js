// The desk as it last stood, until the server has told how it stands: at once on a slow link, and for as long as there
// is none. It says where the agent was, that it was a moment ago, and of whom she talks with only the language to read in.
import { page } from "./page.js";

export function withoutPeople({ person, others, attempts, callbacks, ...state }, script) {
  const call = state.call && { ...state.call, phone_masked: "" };
  const nobody = { person: call && { language: person?.language }, others: [], attempts: [], callbacks: [] };
  return { state: { ...state, ...nobody, call }, script, at: Date.now() };
}

// Revision 0: anything that the server says is newer.
export function asItStood({ state, script, at }, desk) {
  Object.assign(desk, { script, scriptVersion: state.script_version });
  const past = (Math.max(0, Date.now() - at) / 1000) * page.clock_speed; // the PC's clock may have been set back
  const { call, status } = state;
  const talked = status === "on_call" && typeof call.started_seconds === "number" ? call.started_seconds + past : call?.started_seconds;
  return { ...state, revision: 0, seconds: state.seconds + past, call: call && { ...call, started_seconds: talked } };
}
