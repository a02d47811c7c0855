// Shows the sample values of whatever column is chosen, as soon as it is chosen.
const values = JSON.parse(document.getElementById("column-values").textContent);

for (const select of document.querySelectorAll(".mapping select")) {
  select.addEventListener("change", () => {
    const cell = document.getElementById(`${select.id}-values`);
    const guessed = select.closest("tr").querySelector(".badge-warn");
    guessed?.remove();
    select.removeAttribute("aria-invalid");
    cell.textContent = (values[select.value] ?? []).join(", ");
  });
}
