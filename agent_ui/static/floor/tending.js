// Puts together what a supervisor does on the floor: the bar of listening, and the box of each agent.
import { AgentBox } from "./agent_box.js";
import { Hearing } from "./listening.js";

const REMARK = 8000;
const words = JSON.parse(document.getElementById("floor-words").textContent);
const line = document.getElementById("floor-remark");
let leaving = 0;

function remark(sentence, tone = "info") {
  line.textContent = sentence;
  line.className = `notice notice-${tone} floor-remark`;
  line.hidden = false;
  clearTimeout(leaving);
  leaving = setTimeout(() => (line.hidden = true), REMARK);
}

const hearing = new Hearing({
  bar: document.getElementById("hearing"),
  sure: document.getElementById("join-sure"),
  words,
  remark,
});
const box = new AgentBox({ box: document.getElementById("agent-box"), hearing, words, remark });

// Rows and cards are put in anew with the data, so one listener on the page serves them all.
document.addEventListener("click", (event) => {
  const hear = event.target.closest("[data-listen]");
  const opener = event.target.closest("[data-agent]");
  if (hear) hearing.begin(hear.closest("[data-desk]").dataset.desk, hear.dataset.listen);
  else if (opener) box.open(opener.closest("[data-desk]"));
});
addEventListener("floor-changed", () => hearing.now && hearing.refresh());
hearing.refresh();
