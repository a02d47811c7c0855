// What can come of asking the server: the link is down, the session is over, or it refuses.
import { LinkDown, Refused, SignedOut, post } from "./link.js";
import { say } from "./page.js";

export class Errands {
  constructor(desk) {
    this.desk = desk;
  }

  async attempt(errand) {
    const { desk } = this;
    try {
      await errand();
      if (desk.linkDown) desk.link(false);
      desk.outbox.send();
    } catch (failure) {
      if (failure instanceof LinkDown) desk.link(true);
      else if (failure instanceof SignedOut) this.leave();
      else if (failure instanceof Refused) this.refused(failure);
      else throw failure;
    }
  }

  async act(path, body) {
    const { desk } = this;
    await this.attempt(async () => desk.take(await post(path, body)));
    if (desk.linkDown) desk.frame.remark(say("try_again"));
  }

  leave() {
    location.assign(`/sign-in?next=${encodeURIComponent("/desk/")}`);
  }

  refused({ because, state, hint }) {
    if (["no_desk", "desk_unknown"].includes(because)) return location.assign("/desk/start");
    if (because === "http_403") return this.leave();
    if (state) this.desk.take(state);
    this.desk.frame.remark(hint ?? "", "bad");
  }
}
