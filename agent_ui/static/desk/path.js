// The script's path through the answers: the same rule as campaigns/rules/script.py, so that branching needs no network.
export function follow(script, answers) {
  const steps = [];
  let suggested = null;
  let at = script.opening;
  while (at && !steps.includes(at)) {
    const step = script.steps[at];
    if (step.kind === "end") {
      return { steps: [...steps, at], next: null, end: at, suggested: step.suggests ?? suggested ?? "completed" };
    }
    if (!(at in answers) || !fits(step, answers[at])) break;
    steps.push(at);
    const option = step.kind === "choice" ? step.options.find((one) => one.value === answers[at]) : null;
    suggested = option?.suggests ?? suggested;
    at = option?.next ?? step.next;
  }
  return { steps, next: at, end: null, suggested: suggested ?? (steps.length ? "cut_off" : null) };
}

export function fits(step, value) {
  if (value === null) return step.required === false;
  const values = (step.options ?? []).map((option) => option.value);
  switch (step.kind) {
    case "choice":
      return values.includes(value);
    case "choices":
      return Array.isArray(value) && value.length > 0 && value.every((one) => values.includes(one));
    case "number":
      return Number.isFinite(value) && value >= (step.min ?? -Infinity) && value <= (step.max ?? Infinity);
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(value);
    case "text":
      return typeof value === "string" && value.trim().length > 0;
    default:
      return false;
  }
}

// How many questions are still ahead on the shortest way to an ending: an honest length for the progress bar.
export function questionsAhead(script, from) {
  let ahead = 0;
  let level = from ? [from] : [];
  while (level.length && level.every((name) => script.steps[name].kind !== "end") && ahead < 50) {
    ahead += 1;
    const next = level.flatMap((name) => {
      const step = script.steps[name];
      return [step.next, ...(step.options ?? []).map((option) => option.next)].filter(Boolean);
    });
    level = [...new Set(next)];
  }
  return ahead;
}
