// Ctrl+K (or Cmd+K) goes to the search box; arrows walk through the hits; Escape leaves.
const box = document.querySelector("[data-search-box]");
const input = box?.querySelector("input");
const hits = box?.querySelector(".top-search-hits");
document.addEventListener("keydown", (event) => {
  if (!box) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    input.focus();
    input.select();
  }
  if (!box.contains(document.activeElement)) return;
  const links = [...hits.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "ArrowDown" && links.length) {
    event.preventDefault();
    links[Math.min(at + 1, links.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (at === 0 ? input : links[at - 1]).focus();
  } else if (event.key === "Escape") {
    hits.replaceChildren();
    input.focus();
  }
});
document.addEventListener("click", (event) => {
  if (box && !box.contains(event.target)) hits.replaceChildren();
});
