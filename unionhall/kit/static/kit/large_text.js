// Large text on this device, kept in a cookie so that the next page comes large at once.
const buttons = document.querySelectorAll("[data-large-text]");
const root = document.documentElement;
const show = () => buttons.forEach((button) => {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(root.dataset.text === "large"));
});
buttons.forEach((button) => button.addEventListener("click", () => {
  const isLarge = root.dataset.text === "large";
  if (isLarge) delete root.dataset.text;
  else root.dataset.text = "large";
  document.cookie = `text_size=${isLarge ? "" : "large"}; path=/; max-age=${isLarge ? 0 : 31536000}; samesite=lax`;
  show();
}));
show();
