// Keeps the progress page fresh while something is made: asks again every second, rests while the tab is hidden.
const box = document.getElementById("progress");
const part = document.getElementById("how-far");

async function look() {
  if (document.hidden) return setTimeout(look, 1000);
  try {
    const answer = await fetch(box.dataset.address, { headers: { Accept: "text/html" } });
    if (answer.redirected) return location.assign(answer.url);
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.getElementById("progress")) return location.reload(); // it is done
      const fresh = page.getElementById("how-far");
      if (fresh && fresh.textContent !== part.textContent) part.replaceChildren(...fresh.childNodes);
      document.title = page.title;
    }
  } catch {
    // The link is down: the next look may find it up again.
  }
  setTimeout(look, 1000);
}

setTimeout(look, 1000);
