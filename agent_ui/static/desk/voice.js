// The agent's voice in a call: mute, hold, keys on the line, the supervisor; and records that she passes over.
import { chooseSkip } from "./dialogs.js";
import { say } from "./page.js";

export class Voice {
  constructor(desk) {
    this.desk = desk;
  }

  get talks() {
    return this.desk.state?.status === "on_call";
  }

  get muted() {
    return Boolean(this.desk.softphone?.muted);
  }

  // A telephone does both by itself; its keys do nothing here.
  mute() {
    const { softphone } = this.desk;
    if (!this.talks || !softphone) return;
    softphone.mute();
    this.desk.show();
  }

  keypad() {
    const { softphone, dialogOpen } = this.desk;
    if (this.talks && !dialogOpen) softphone?.keypad();
  }

  hold() {
    if (!this.talks) return;
    const { id, on_hold: held } = this.desk.state.call;
    this.desk.errands.act("/desk/hold", { call_id: id, on: !held });
  }

  askHelp() {
    if (this.talks) this.desk.errands.act("/desk/ask-help", { asks: !this.desk.state.asked_for_help });
  }

  async skip() {
    const { call, skip_reasons: reasons } = this.desk.state;
    if (!call?.preview || this.desk.dialogOpen) return;
    if (!call.skips_left) return this.desk.frame.remark(say("no_skips"));
    const reason = await chooseSkip(reasons);
    if (reason) await this.desk.errands.act("/desk/skip", { call_id: call.id, reason });
  }
}
