// Comfort only: every page works without it.
"use strict";

// From a disk, pages link to "folder/index.html"; on the web the folder alone is the address.
if (location.protocol.startsWith("http") && location.pathname.endsWith("/index.html")) {
  history.replaceState(history.state, "", location.pathname.slice(0, -10) + location.search + location.hash);
}

// The list of all activities: causes and skills filter it on the spot, and the address says which.
const filter = document.querySelector("[data-filter]");
if (filter) {
  const entries = [...document.querySelectorAll("[data-terms]")];
  const links = [...filter.querySelectorAll("[data-term]")];
  const status = filter.querySelector("[role=status]");
  for (const place of filter.querySelectorAll("[data-all]")) place.hidden = false;
  const show = (term) => {
    let count = 0;
    for (const entry of entries) {
      entry.hidden = Boolean(term) && !entry.dataset.terms.split(" ").includes(term);
      count += !entry.hidden;
    }
    for (const chapter of document.querySelectorAll(".chapter")) chapter.hidden = !chapter.querySelector("[data-terms]:not([hidden])");
    for (const link of links) {
      if (link.dataset.term === term) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    return count;
  };
  const asked = () => {
    const term = decodeURIComponent(location.hash.slice(1));
    return links.some((link) => link.dataset.term === term) ? term : "";
  };
  addEventListener("hashchange", () => show(asked()));
  show(asked());
  filter.addEventListener("click", (event) => {
    const link = event.target.closest("[data-term]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const { term } = link.dataset;
    history.pushState(null, "", term ? `#${encodeURIComponent(term)}` : location.pathname + location.search);
    status.textContent = `${show(term)} ${status.dataset.told}`;
  });
  addEventListener("popstate", () => show(asked()));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
