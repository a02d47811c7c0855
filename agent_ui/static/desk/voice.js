// The agent's voice in a call: mute, hold, keys on the line, the supervisor; and records that she passes over.
import { chooseSkip, keypad } from "./dialogs.js";
import { say } from "./page.js";

export class Voice {
  constructor(desk) {
    this.desk = desk;
  }

  get talks() {
    return this.desk.state?.status === "on_call";
  }

  mute() {
    return this.desk.softphone?.mute();
  }

  keypad() {
    keypad((digit) => this.desk.softphone?.press(digit));
  }

  hold() {
    if (!this.talks) return;
    const { id, on_hold: held } = this.desk.state.call;
    this.desk.act("/desk/hold", { call_id: id, on: !held });
  }

  askHelp() {
    if (this.talks) this.desk.act("/desk/ask-help", { asks: !this.desk.state.asked_for_help });
  }

  async skip() {
    const { call, skip_reasons: reasons } = this.desk.state;
    if (!call?.preview || this.desk.dialogOpen) return;
    if (!call.skips_left) return this.desk.frame.remark(say("no_skips"));
    const reason = await chooseSkip(reasons);
    if (reason) await this.desk.act("/desk/skip", { call_id: call.id, reason });
  }
}
