// A talk that the agent has ended and of which the server has not heard yet: she goes on to the outcome at once, and the
// call card says what has become of the line. The end waits in the box like all that she gives, so it outlives a reload.
import { fromThen } from "./begun_here.js";
import { page } from "./page.js";

// here: seconds since the state came. The clock of the wrap-up begins with the end, that of the talk stops there.
export function withEnd(state, end, { here, linkDown }) {
  if (!end || state.status !== "on_call" || end.body.call_id !== state.call.id) return state;
  const ago = (Math.max(0, Date.now() - end.at) / 1_000) * page.clock_speed; // the PC's clock may have been set back
  const { started_seconds: began } = state.call;
  const started = typeof began === "number" ? Math.max(0, began + here - ago) : began;
  const call = { ...state.call, started_seconds: started, line_fell: false };
  const line = state.leg === "browser" ? ["ended_browser", "ended_line"] : ["ended_line"];
  return { ...state, status: "wrap_up", ...fromThen(state, { here, ago }), call, ending: linkDown ? line : ["sending"] };
}
