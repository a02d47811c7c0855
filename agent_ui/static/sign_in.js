// The sign-in page: shows the password while its button is pressed in.
const button = document.getElementById("show-password");
const field = document.getElementById("password");
button.hidden = false;
button.addEventListener("click", () => {
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
  field.focus();
});
