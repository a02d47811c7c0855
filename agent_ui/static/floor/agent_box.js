// What a supervisor may do for one agent: a dialog of her own, opened from her row or card.
import { LinkDown, askForm } from "./asking.js";

export class AgentBox {
  constructor({ box, hearing, words, remark }) {
    Object.assign(this, { box, hearing, words, remark, desk: null });
    this.form = box.querySelector("form");
    this.form.addEventListener("submit", (event) => this.send(event));
    for (const button of box.querySelectorAll("[data-tend]")) button.addEventListener("click", () => this.tend(button.dataset.tend));
    for (const button of box.querySelectorAll("[data-hear]")) button.addEventListener("click", () => this.hear(button.dataset.hear));
  }

  open(opener) {
    const { desk, name } = opener.dataset;
    this.desk = desk;
    this.box.querySelector("h2 bdi").textContent = name;
    this.box.querySelector("[data-box=talk]").hidden = !("onCall" in opener.dataset);
    this.form.reset();
    this.box.showModal();
  }

  hear(mode) {
    this.box.close();
    this.hearing.begin(this.desk, mode);
  }

  tend(wish) {
    return this.act(`/floor/desks/${this.desk}/${wish}`, {}, this.words.done);
  }

  send(event) {
    event.preventDefault();
    return this.act(`/floor/desks/${this.desk}/message`, Object.fromEntries(new FormData(this.form)), this.words.sent);
  }

  async act(path, fields, said) {
    try {
      const told = await askForm(path, fields);
      this.box.close();
      this.remark(told.ok ? said : told.hint, told.ok ? "good" : "bad");
    } catch (failure) {
      if (!(failure instanceof LinkDown)) throw failure;
      this.remark(this.words.link_down, "bad");
    }
  }
}
