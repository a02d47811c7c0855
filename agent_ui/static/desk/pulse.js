// A worker that only ticks: browsers slow the timers of a hidden page down, not those of a worker.
const EVERY = 10_000;
setInterval(() => postMessage("tick"), EVERY);
