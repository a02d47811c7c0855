// The parts of a desk, and what each of them tells it and asks of it.
import { Acts } from "./acts.js";
import { makeSure } from "./dialogs.js";
import { Errands } from "./errands.js";
import { Frame } from "./frame.js";
import { Middle } from "./middle.js";
import { Note } from "./note.js";
import { Outbox } from "./outbox.js";
import { part } from "./page.js";
import { CallCard } from "./sides.js";
import { SupervisorLine } from "./supervisor.js";
import { Undo } from "./undo.js";
import { Voice } from "./voice.js";

// box: the box on this computer
export function partsOf(desk, box) {
  const [acts, errands, frame, voice] = [new Acts(desk), new Errands(desk), new Frame(), new Voice(desk)];
  const outbox = new Outbox(box, {
    onState: (state) => desk.take(state),
    onChange: (change) => desk.link(change?.linkDown ? true : desk.linkDown),
    onRefusal: (refusal) => errands.refused(refusal),
    onSignedOut: () => errands.leave(),
  });
  const undo = new Undo(part("undo"), (saved) => acts.takeBack(saved));
  const middle = new Middle(part("middle"), outbox, {
    put: (path, body) => desk.put(path, body),
    end: () => acts.endCall(),
    ready: () => errands.act("/desk/ready"),
    ringPhone: () => acts.ringPhone(),
    hearsThem: () => desk.beginHere(),
    dial: () => errands.act("/desk/dial", { call_id: desk.state.call.id }),
    skip: () => voice.skip(),
    save: (wish) => acts.save(wish),
    undo: () => undo.press(),
    askBreak: () => acts.askBreak(),
    confirm: makeSure,
    remark: (sentence) => frame.remark(sentence),
  });
  return {
    ...{ acts, errands, frame, voice, outbox, undo, middle },
    note: new Note(() => desk.centre?.focus(), box),
    callCard: new CallCard(part("end"), {
      end: () => acts.endCall(),
      nearlyDone: () => acts.sayNearlyDone(),
      ringPhone: () => acts.ringPhone(),
      goBack: () => desk.middle.focus(),
      voice,
    }),
    supervisor: new SupervisorLine(part("supervisor"), (id) => errands.act("/desk/message-read", { message_id: id })),
  };
}
