// The desk as it last stood, for a reload while the link is down: where the agent is, and nothing of whom she talks with.
import { page } from "./page.js";

export function withoutPeople({ person, others, attempts, callbacks, ...state }, script) {
  const call = state.call && { ...state.call, phone_masked: "" };
  const nobody = { person: call && {}, others: [], attempts: [], callbacks: [] };
  return { state: { ...state, ...nobody, call }, script, at: Date.now() };
}

export function asItStood({ state, at }) {
  const past = (Math.max(0, Date.now() - at) / 1000) * page.clock_speed; // the PC's clock may have been set back
  return { ...state, revision: 0, seconds: state.seconds + past };
}
