/**
 * The one form that waits on this phone until the network is back. It is sent under the same key however often it is
 * tried, so that it acts once.
 */
import { canKeep, forget, keep, recall } from "./safe.js";

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60000;
const PATIENCE = 15000;

async function post(url, fields) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "error",
      signal: stop.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function freshToken(url) {
  const page = new DOMParser().parseFromString(await (await fetch(url, { cache: "no-store" })).text(), "text/html");
  const field = page.querySelector("[name=csrfmiddlewaretoken]");
  return field ? field.value : "";
}

/** Send the fields; the outcome is {kind: "sent" | "refused" | "waiting", ...}. */
async function attempt(url, fields) {
  let response;
  try {
    response = await post(url, fields);
    if (response.status === 403 && !response.headers.get("X-Joining")) {
      fields.csrfmiddlewaretoken = await freshToken(url);
      response = await post(url, fields);
    }
  } catch (_) {
    return { kind: "waiting" };
  }
  if (response.status >= 500 || response.status === 429 || !response.headers.get("X-Joining")) return { kind: "waiting" };
  const answer = await response.json().catch(() => null);
  if (answer === null) return { kind: "waiting" };
  return { kind: response.ok ? "sent" : "refused", answer };
}

export class Outbox {
  /** `told` is called with each outcome; `name` is where the waiting form is kept. */
  constructor(url, name, told) {
    this.url = url;
    this.name = name;
    this.told = told;
    this.wait = FIRST_WAIT;
    this.isSending = false;
    this.timer = 0;
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
  }

  /** Keep the form here first (where the page may keep anything), then try to send it. */
  async put(fields) {
    await keep(this.name, fields).catch(() => false);
    this.unkept = canKeep ? null : fields;
    return this.send();
  }

  /** Say whether a form is waiting. */
  async isWaiting() {
    return Boolean(this.unkept || (await recall(this.name).catch(() => null)));
  }

  hurry() {
    this.wait = FIRST_WAIT;
    return this.send();
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.timer);
    try {
      const fields = this.unkept || (await recall(this.name));
      if (fields) await this.settle(await attempt(this.url, fields), fields);
    } finally {
      this.isSending = false;
    }
  }

  async settle(outcome, fields) {
    if (outcome.kind === "waiting") {
      this.timer = setTimeout(() => this.send(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    } else {
      this.unkept = null;
      await forget(this.name);
    }
    await this.told(outcome, fields);
  }
}
