// The search page: suggestions below the box (a combobox by the ARIA practices), keys over the results, check boxes that
// narrow at once. Without it the form does the same.

import { isWriting } from "./page.js";
import { ask, byId, element } from "./parts.js";
import { name } from "./words.js";

/** Milliseconds without a key before suggestions are asked for: below, most would never be read. */
const PAUSE = 120;

/** @typedef {{text: string, language: string, concept: {id: string, kind: string}}} Suggestion */

const form = /** @type {HTMLFormElement} */ (byId("search"));
const box = /** @type {HTMLInputElement} */ (byId("q"));
const list = byId("suggestions");
let suggesting = new AbortController();
let pause = 0;
let active = -1;

for (const [attribute, value] of Object.entries({
  role: "combobox", "aria-expanded": "false", "aria-controls": "suggestions", "aria-autocomplete": "list",
})) box.setAttribute(attribute, value);

function close() {
  clearTimeout(pause);
  suggesting.abort();
  active = -1;
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

async function suggest() {
  suggesting.abort();
  suggesting = new AbortController();
  const text = box.value.trim();
  if (!text) return close();
  const query = new URLSearchParams({ text, limit: "8" });
  for (const chosen of new FormData(form).getAll("framework")) query.append("framework", String(chosen));
  let reply;
  try {
    reply = await ask(`suggest?${query}`, { signal: suggesting.signal });
  } catch {
    // Suggestions are an extra; what is wrong is said when the form is sent.
    return;
  }
  active = -1;
  box.removeAttribute("aria-activedescendant");
  list.replaceChildren(...reply.suggestions.map(option));
  list.hidden = reply.suggestions.length === 0 || document.activeElement !== box;
  box.setAttribute("aria-expanded", String(!list.hidden));
}

/** @param {Suggestion} suggestion @param {number} n */
function option(suggestion, n) {
  return element(
    "li",
    {
      id: `suggestion-${n}`,
      role: "option",
      "aria-selected": "false",
      // The box must not lose the focus before the choice is made.
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
      onclick: () => location.assign(`/concepts?${new URLSearchParams({ id: suggestion.concept.id })}`),
    },
    element("span", { lang: suggestion.language, dir: "auto" }, suggestion.text),
    element("small", {}, name("kind", suggestion.concept.kind)),
  );
}

/** @param {number} next */
function activate(next) {
  const options = [...list.children];
  // One place beside the options stands for the box itself.
  active = ((next + 1 + options.length + 1) % (options.length + 1)) - 1;
  options.forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
  if (active < 0) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", options[active].id);
  options[active].scrollIntoView({ block: "nearest" });
}

box.addEventListener("input", () => {
  clearTimeout(pause);
  pause = window.setTimeout(suggest, PAUSE);
});
box.addEventListener("blur", close);
box.addEventListener("keydown", (event) => {
  const isOpen = !list.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (isOpen) activate(active + (event.key === "ArrowDown" ? 1 : -1));
    else if (box.value.trim() && document.querySelector(".hit") && event.key === "ArrowDown") step(1);
    else suggest();
  } else if (event.key === "Enter" && isOpen && active >= 0) {
    event.preventDefault();
    /** @type {HTMLElement} */ (list.children[active]).click();
  } else if (event.key === "Escape" && isOpen) {
    event.preventDefault();
    close();
  }
});

/** Focuses the result so many places further. @param {number} by */
function step(by) {
  const links = [...document.querySelectorAll("#hits h3 a")].filter((link) => link instanceof HTMLElement);
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  next?.closest(".hit")?.scrollIntoView({ block: "nearest" });
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const isHit = document.activeElement?.closest("#hits");
  const down = event.key === "j" || (event.key === "ArrowDown" && isHit);
  const up = event.key === "k" || (event.key === "ArrowUp" && isHit);
  if (!down && !up) return;
  event.preventDefault();
  step(down ? 1 : -1);
});

const facets = document.getElementById("facets");
if (facets instanceof HTMLDetailsElement) {
  // On a narrow screen the results come first.
  if (matchMedia("(max-width: 46rem)").matches) facets.open = false;
  byId("narrow").hidden = true;
  facets.addEventListener("change", () => form.requestSubmit());
}
// Empty fields stay out of the address.
form.addEventListener("submit", () => {
  close();
  if (!box.value.trim()) box.name = "";
});
