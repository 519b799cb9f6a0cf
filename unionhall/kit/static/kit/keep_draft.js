// Keeps what was typed into <form data-keep-draft="name"> on this phone until the form was sent.
// Fields marked data-no-draft (codes, passwords) are never kept; a draft is forgotten after a week.
const WEEK = 7 * 24 * 3600 * 1000;
const place = (form) => `draft:${form.dataset.keepDraft}`;

const read = (form) => {
  try {
    const draft = JSON.parse(localStorage.getItem(place(form)) || "null");
    return draft && Date.now() - draft.at < WEEK ? draft : null;
  } catch {
    return null;
  }
};

const kept = (form) => [...form.elements].filter((field) => field.name
  && !["hidden", "password", "file", "submit", "button"].includes(field.type) && !("noDraft" in field.dataset));

const save = (form) => {
  const values = {};
  kept(form).forEach((field) => {
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) (values[field.name] ||= []).push(field.value);
    } else {
      values[field.name] = [field.value];
    }
  });
  try {
    localStorage.setItem(place(form), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // A full or forbidden store only costs the draft.
  }
};

const restore = (form, draft) => kept(form).forEach((field) => {
  const values = draft.values[field.name];
  if (!values) return;
  if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
  else if (!field.value) [field.value] = values;
});

document.querySelectorAll("form[data-keep-draft]").forEach((form) => {
  const draft = read(form);
  if (draft && !form.querySelector("[aria-invalid]")) {
    restore(form, draft);
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true, detail: draft }));
  }
  form.addEventListener("input", () => save(form));
  form.addEventListener("change", () => save(form));
});

// The page after a successful sending carries data-forget-draft="name".
document.querySelectorAll("[data-forget-draft]").forEach((mark) => {
  try {
    localStorage.removeItem(`draft:${mark.dataset.forgetDraft}`);
  } catch {
    // Nothing was kept.
  }
});
