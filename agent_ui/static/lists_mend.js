// Saves a mended row in place and goes on to the next problem; without it each row is an ordinary form.
const table = document.getElementById("problem-rows");
const said = document.getElementById("said");
const fixed = document.getElementById("fixed");

async function save(form) {
  const number = form.id.replace("mend-", "row-");
  const untouched = ![...form.elements].some((field) => field.matches("[data-cell]") && field.value !== field.defaultValue);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "row" } });
  } catch {
    said.textContent = said.dataset.offline;
    return;
  }
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const row = page.getElementById(number);
  if (!row) return location.reload();
  for (const part of page.querySelectorAll("[data-part]")) document.getElementById(part.id)?.replaceWith(part);
  said.textContent = page.getElementById("said").textContent;
  goOn(row, answer.ok && (untouched || row.hasAttribute("data-accepted")));
}

// A row that still cannot be called keeps the focus; Enter on one that was not touched goes on.
function goOn(row, isDone) {
  let next = isDone ? row.nextElementSibling : row;
  while (next && !next.querySelector("[data-cell]")) next = next.nextElementSibling;
  const cell = next?.querySelector("[data-first]") ?? document.getElementById("next-rows") ?? document.getElementById("main");
  cell.focus();
  cell.select?.();
}

table?.addEventListener("submit", (event) => {
  if (!event.target.matches(".mend")) return;
  event.preventDefault();
  save(event.target);
});

async function showFixed() {
  try {
    const answer = await fetch(fixed.querySelector("a").href);
    if (!answer.ok || answer.redirected) return;
    const lines = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("#fixed > *");
    if (lines.length) fixed.replaceChildren(...lines);
  } catch {
    // The link is down: the page of its own can still be opened.
  }
}

if (fixed) showFixed();
