// Says at once that a file is too large, and takes the button away while an upload is under way.
const input = document.getElementById("file");
const button = input.form.querySelector("button");
const label = button.querySelector("span");
const before = label.textContent;

input.addEventListener("change", () => {
  const size = input.files[0]?.size ?? 0;
  input.setCustomValidity(size > Number(input.dataset.mostBytes) ? input.dataset.tooLarge : "");
  input.reportValidity();
});
input.form.addEventListener("submit", () => {
  button.disabled = true;
  label.textContent = button.dataset.busy;
});
window.addEventListener("pageshow", () => {
  button.disabled = false;
  label.textContent = before;
});
