/**
 * The joining form with JavaScript: it checks on the spot, keeps a draft on the phone, and sends the finished form when
 * there is a network. Without this file the same form works step by step on the server.
 */
import { canKeep, forget, keep, recall } from "./safe.js";
import { fault, masked, tidy } from "./id_number.js";
import { Outbox } from "./outbox.js";

const root = document.querySelector("[data-joining]");
const formPath = location.pathname.replace(/done\/$/, "");
const draftName = `draft:${formPath}`;
const outboxName = `outbox:${formPath}`;

const part = (name) => root.querySelector(`[data-${name}]`);
const show = (element, on) => element && element.toggleAttribute("hidden", !on);
const say = (name) => root.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] || "";

function announce(text, tone = "warning") {
  const box = part("status");
  box.className = text ? `notice notice-${tone}` : "";
  box.textContent = text;
}

/* The network and what may be kept */

function tellAboutNetwork() {
  show(part("insecure"), !canKeep);
  show(part("offline"), canKeep && !navigator.onLine);
}

function registerWorker() {
  if (canKeep && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.scope }).catch(() => undefined);
  }
}

function forgetPage() {
  if (navigator.serviceWorker && navigator.serviceWorker.controller) {
    navigator.serviceWorker.controller.postMessage("forget");
  }
}

/* Step 1: the code */

function countDown(button, seconds) {
  const words = button.dataset.words || (button.dataset.words = button.textContent);
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? `${words.trim()} (${seconds})` : words;
  if (seconds > 0) setTimeout(() => countDown(button, seconds - 1), 1000);
}

function phoneStep(form) {
  const button = form.querySelector("[value=code]");
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    announce("");
    clearFaults(form);
    button.disabled = true;
    const fields = new URLSearchParams(new FormData(form));
    fields.set("action", "code");
    try {
      const response = await fetch(location.pathname, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (answer.errors) showFaults(form, answer.errors);
      else announce(answer.message, "info");
      countDown(button, response.ok ? 60 : 0);
      if (response.ok) form.elements.code.focus();
    } catch (_) {
      announce(say("codeNeedsNetwork"));
      button.disabled = false;
    }
  });
}

/* Step 2: the form */

function fieldBox(form, name) {
  const found = form.elements[name];
  const input = found && found.length !== undefined && !found.tagName ? found[0] : found;
  return { input, box: input && (input.closest(".field") || input.parentElement) };
}

function clearFaults(form) {
  form.querySelectorAll("[data-fault], .field-error").forEach((element) => element.remove());
  form.querySelectorAll("[aria-invalid]").forEach((element) => element.removeAttribute("aria-invalid"));
}

function clearFault(form, name) {
  const { input, box } = fieldBox(form, name);
  const lines = box ? box.querySelectorAll("[data-fault], .field-error") : [];
  if (!lines.length) return;
  lines.forEach((line) => line.remove());
  input.removeAttribute("aria-invalid");
  if (!form.querySelector(".field-error")) announce("");
}

function showFaults(form, errors) {
  const names = Object.keys(errors);
  const loose = [];
  for (const name of names) {
    const { input, box } = fieldBox(form, name);
    const text = [].concat(errors[name]).join(" ");
    if (!box) {
      loose.push(text);
      continue;
    }
    const line = document.createElement("p");
    line.className = "field-error";
    line.dataset.fault = "";
    line.id = `fault-${name}`;
    line.append(part("fault-icon").content.cloneNode(true), text);
    box.append(line);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", line.id);
  }
  announce([say("faults").replace("{n}", names.length), ...loose].join(" "), "danger");
  const first = names.map((name) => fieldBox(form, name).input).find(Boolean);
  if (first) first.focus();
}

function localFaults(form) {
  const errors = {};
  for (const input of form.querySelectorAll("[data-missing]")) {
    const isEmpty = input.type === "checkbox" ? !input.checked : !input.value.trim();
    if (isEmpty && !input.closest("[hidden]")) errors[input.name] = input.dataset.missing;
  }
  const number = form.elements.id_number;
  if (!errors.id_number && form.elements.id_type.value === root.dataset.resident) {
    const kind = fault(number.value);
    if (kind) errors.id_number = number.dataset[`fault${kind[0].toUpperCase()}${kind.slice(1)}`];
  }
  return errors;
}

function showWhatIsAsked(form) {
  for (const box of form.querySelectorAll("[data-when]")) {
    const [name, ...values] = box.dataset.when.split(" ");
    const unless = name.startsWith("!");
    const value = form.elements[name.replace("!", "")].value;
    show(box, values.includes(value) !== unless);
  }
}

const fieldsOf = (form) => Object.fromEntries(new FormData(form));

const OF_THE_PAGE = ["csrfmiddlewaretoken", "correct", "consent_version"];

/** Put a draft back; ticks only if they stood beside the text that the page shows now. */
function fill(form, fields) {
  const isSameText = fields.consent_version === form.elements.consent_version.value;
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements[name];
    if (!input || OF_THE_PAGE.includes(name)) continue;
    if (input.type === "checkbox") input.checked = isSameText;
    else input.value = value;
  }
}

function shownValue(form, name) {
  const input = form.elements[name];
  if (!input || (input.closest && input.closest("[hidden]"))) return "";
  if (name === "id_number") return masked(input.value);
  if (input.tagName === "SELECT") return input.value && input.selectedOptions[0].textContent.trim();
  return (input.value || "").trim();
}

function confirmStep(form) {
  const list = part("confirm").querySelector("[data-answers]");
  for (const row of list.querySelectorAll("[data-answer]")) {
    const value = shownValue(form, row.dataset.answer);
    row.querySelector("dd").textContent = value;
    show(row, Boolean(value));
  }
  turnTo("confirm");
}

function turnTo(name) {
  for (const step of ["form", "confirm", "waiting"]) show(part(step), step === name);
  const current = name === "form" ? 1 : 2;
  root.querySelectorAll(".stages li").forEach((item, index) => {
    item.classList.toggle("is-done", index < current);
    if (index === current) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  window.scrollTo(0, 0);
  const head = part(name).querySelector("h2");
  if (head) head.focus();
}

async function told(outcome, fields) {
  const form = part("form");
  part("confirm").querySelectorAll("button").forEach((button) => (button.disabled = false));
  if (outcome.kind === "sent") {
    await forget(draftName).catch(() => undefined);
    forgetPage();
    location.assign(outcome.answer.url);
    return;
  }
  if (outcome.kind === "waiting") {
    if (canKeep) {
      announce("");
      turnTo("waiting");
    } else {
      announce(say("notSent"), "danger");
    }
    return;
  }
  fill(form, fields);
  await keep(draftName, fields).catch(() => false);
  turnTo("form");
  if (outcome.answer.proof) {
    announce(outcome.answer.message, "danger");
    show(part("prove-again"), true);
  } else {
    showFaults(form, outcome.answer.errors || { "": outcome.answer.message });
  }
}

async function dataStep(form) {
  const outbox = new Outbox(location.pathname, outboxName, told);
  const kept = await recall(draftName).catch(() => null);
  if (kept) fill(form, kept);
  showWhatIsAsked(form);

  let timer = 0;
  form.addEventListener("input", (event) => {
    clearFault(form, event.target.name);
    showWhatIsAsked(form);
    clearTimeout(timer);
    timer = setTimeout(() => keep(draftName, fieldsOf(form)).catch(() => false), 400);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearFaults(form);
    announce("");
    form.elements.id_number.value = tidy(form.elements.id_number.value);
    const errors = localFaults(form);
    if (Object.keys(errors).length) showFaults(form, errors);
    else confirmStep(form);
  });
  part("confirm").addEventListener("click", (event) => {
    if (event.target.closest("[data-change]")) turnTo("form");
    const send = event.target.closest("[data-send]");
    if (!send || send.disabled) return;
    clearTimeout(timer); // Else the draft would be kept once more after the form was sent.
    part("confirm").querySelectorAll("button").forEach((button) => (button.disabled = true));
    announce(say("sending"), "info");
    form.elements.drafted_at.value = new Date().toISOString();
    outbox.put({ ...fieldsOf(form), action: "send" });
  });
  part("send-now").addEventListener("click", () => outbox.hurry());
  if (await outbox.isWaiting()) {
    turnTo("waiting");
    outbox.hurry();
  }
}

/** A form written in time waits on this phone, and the drive is over: it is still taken. */
async function flushed(outcome) {
  if (outcome.kind === "sent") location.assign(outcome.answer.url);
  else if (outcome.kind === "refused") announce(outcome.answer.message || Object.values(outcome.answer.errors).flat().join(" "), "danger");
}

async function clearPhone() {
  await Promise.all([forget(draftName), forget(outboxName)]);
  forgetPage();
  location.reload();
}

/** Whoever leaves this phone to the next person leaves nothing on it. */
async function leave(event) {
  const button = event.currentTarget;
  if (button.dataset.isClear) return;
  event.preventDefault();
  await Promise.all([forget(draftName), forget(outboxName)]).catch(() => undefined);
  forgetPage();
  button.dataset.isClear = "1";
  button.click();
}

if (root) {
  tellAboutNetwork();
  window.addEventListener("online", tellAboutNetwork);
  window.addEventListener("offline", tellAboutNetwork);
  registerWorker();
  root.querySelectorAll("[data-clear-phone]").forEach((button) => {
    show(button, canKeep);
    button.addEventListener("click", clearPhone);
  });
  root.querySelectorAll("[value=leave]").forEach((button) => button.addEventListener("click", leave));
  if (part("phone-step")) phoneStep(part("phone-step"));
  if (part("form")) dataStep(part("form"));
  if (part("flush")) new Outbox(location.pathname, outboxName, flushed).hurry();
  if (part("done")) Promise.all([forget(draftName), forget(outboxName)]).catch(() => undefined);
}
