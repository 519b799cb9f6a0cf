// What makes the desk quicker to use. Every page works without it.

const here = document.querySelector("script[data-tom-select]");

// Messages and toasts
const dress = (root) => {
  root.querySelectorAll("[data-closes][hidden]").forEach((button) => { button.hidden = false; });
  root.querySelectorAll("[data-toast]:not([data-seen])").forEach((toast) => {
    toast.dataset.seen = "";
    setTimeout(() => toast.remove(), 6000);
  });
  root.querySelectorAll("[data-select-all]").forEach((box) => { box.hidden = false; });
  root.querySelectorAll("[data-batch]").forEach((bar) => count(bar));
};

// Choosing rows
const rowBoxes = (bar) => [...(bar.closest("form") || document).querySelectorAll("input.select")];
const count = (bar) => {
  const chosen = rowBoxes(bar).filter((box) => box.checked).length;
  bar.hidden = chosen === 0;
  bar.querySelector("[data-batch-count]").textContent = chosen || "";
};

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("[data-select-all]")) {
    (box.closest("form") || document).querySelectorAll("input.select").forEach((one) => { one.checked = box.checked; });
  }
  if (box.matches("[data-select-all], input.select")) {
    document.querySelectorAll("[data-batch]").forEach(count);
  }
});

// Dialogs: modal where the browser can, else the plain popover that the markup asks for
document.addEventListener("click", (event) => {
  const button = event.target.closest("[popovertarget]");
  if (button) {
    const dialog = document.getElementById(button.getAttribute("popovertarget"));
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      if (dialog.open) dialog.close();
      else dialog.showModal();
    }
  }
  if (event.target.matches("dialog.dialog[open]")) event.target.close();
  const closes = event.target.closest("[data-closes]");
  if (closes) closes.closest("[data-notice]").remove();
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  if (location.hash === "#menu") location.hash = "content";
});

// A form that is on its way is not sent a second time by a second tap
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sending) event.preventDefault();
  form.dataset.sending = "1";
  setTimeout(() => { delete form.dataset.sending; }, 8000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sending]").forEach((form) => { delete form.dataset.sending; });
});

// Long lists found by typing
const load = (source) => new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = source;
  script.onload = done;
  script.onerror = failed;
  document.head.append(script);
});

let tomSelect;
const searchable = async (root) => {
  const boxes = [...root.querySelectorAll("select[data-search-select]:not(.tomselected)")];
  if (!boxes.length || !here?.dataset.tomSelect) return;
  if (!tomSelect) {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: here.dataset.tomSelectStyle });
    document.head.prepend(style);
    tomSelect = load(here.dataset.tomSelect);
  }
  await tomSelect;
  boxes.filter((box) => !box.tomselect).forEach((box) => enhance(box)); // htmx may have looked at the page meanwhile
};

const enhance = (box) => {
  const url = box.dataset.searchSelect;
  const fetchHits = async (text, done) => {
    const address = new URL(url, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { results } = await answer.json();
      box.tomselect.clearOptions(); // What was offered before typing is no hit; the chosen one stays.
      done(results);
    } catch {
      done();
    }
  };
  // eslint-disable-next-line no-undef
  new TomSelect(box, {
    maxOptions: 200,
    ...(url ? { valueField: "id", labelField: "name", searchField: [], load: fetchHits, shouldLoad: (text) => text.length > 0 } : {}),
    render: {
      ...(url ? {
        option: (hit, escape) => `<div>${escape(hit.name)} <small class="text-secondary">${escape(hit.note || "")}</small></div>`,
      } : {}),
      no_results: () => null,
    },
  });
  box.setAttribute("aria-hidden", "true"); // Its label belongs to the box one types into now.
};

const begin = (root) => { dress(root); searchable(root); };
begin(document);
document.body.addEventListener("htmx:load", (event) => begin(event.detail.elt));
document.querySelector("[data-error-summary]")?.focus();

// A server that says no to an htmx request still has something to say
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});
