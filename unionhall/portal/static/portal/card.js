/** Keeps the card's code fresh: the next one is fetched in time; if the network is bad the page says so. */
const box = document.querySelector("[data-card-code]");
const AHEAD = 15;

if (box) {
  const part = (name) => box.querySelector(`[data-${name}]`);
  let left = Number(box.dataset.seconds);
  let isAsking = false;

  const show = () => {
    part("left").value = Math.max(left, 0);
    part("drawing").classList.toggle("is-stale", left <= 0);
    part("fresh").hidden = left <= 0;
    part("stale-words").hidden = left > 0;
  };

  const renew = async () => {
    if (isAsking) return;
    isAsking = true;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 8000);
    try {
      const response = await fetch(box.dataset.url, { headers: { Accept: "application/json" }, signal: stop.signal });
      if (response.redirected || response.status === 404) return location.reload();
      const code = await response.json();
      part("drawing").replaceChildren(new DOMParser().parseFromString(code.drawing, "image/svg+xml").documentElement);
      left = code.seconds;
    } catch (_) {
      /* The old code stays until its minute is over; the next second tries again. */
    } finally {
      clearTimeout(timer);
      isAsking = false;
      show();
    }
    return undefined;
  };

  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    left -= Math.round((now - last) / 1000);
    last = now;
    show();
    if (left <= AHEAD && document.visibilityState === "visible") renew();
  }, 1000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && renew());
  part("refresh").addEventListener("click", (event) => {
    event.preventDefault();
    renew();
  });
}
