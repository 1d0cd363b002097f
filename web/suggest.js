// Suggestions below the search box: a combobox with a list, by the pattern of the ARIA practices.

import { go, state } from "./address.js";
import { ask, byId, element, plain } from "./parts.js";

/** Milliseconds without a key before suggestions are asked for: below, most would never be read. */
const PAUSE = 120;

let suggesting = new AbortController();
let pause = 0;
let active = -1;

export function closeSuggestions() {
  clearTimeout(pause);
  suggesting.abort();
  active = -1;
  byId("suggestions").hidden = true;
  byId("q").setAttribute("aria-expanded", "false");
  byId("q").removeAttribute("aria-activedescendant");
}

async function suggest() {
  suggesting.abort();
  suggesting = new AbortController();
  const text = byId("q").value.trim();
  if (!text) return closeSuggestions();
  const query = new URLSearchParams({ text, limit: "8" });
  for (const framework of state.framework) query.append("framework", framework);
  let reply;
  try {
    reply = await ask(`suggest?${query}`, { signal: suggesting.signal });
  } catch {
    // Suggestions are an extra; what is wrong is said when the form is sent.
    return;
  }
  const box = byId("suggestions");
  active = -1;
  byId("q").removeAttribute("aria-activedescendant");
  box.replaceChildren(
    ...reply.suggestions.map((suggestion, n) =>
      element(
        "li",
        {
          id: `suggestion-${n}`,
          role: "option",
          "aria-selected": "false",
          // The box must not lose the focus before the choice is made.
          onmousedown: (event) => event.preventDefault(),
          onclick: () => choose(suggestion),
        },
        element("span", { lang: suggestion.language, dir: "auto" }, suggestion.text),
        element("small", {}, plain(suggestion.concept.kind)),
      ),
    ),
  );
  box.hidden = reply.suggestions.length === 0 || document.activeElement !== byId("q");
  byId("q").setAttribute("aria-expanded", String(!box.hidden));
}

function choose(suggestion) {
  closeSuggestions();
  go({ q: suggestion.text, concept: suggestion.concept.id, offset: 0 });
}

/** @param {number} next */
function activate(next) {
  const options = [...byId("suggestions").children];
  // One place beside the options stands for the box itself.
  active = ((next + 1 + options.length + 1) % (options.length + 1)) - 1;
  options.forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
  if (active < 0) return byId("q").removeAttribute("aria-activedescendant");
  byId("q").setAttribute("aria-activedescendant", options[active].id);
  options[active].scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  const isOpen = !byId("suggestions").hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (isOpen) activate(active + (event.key === "ArrowDown" ? 1 : -1));
    else suggest();
  } else if (event.key === "Enter" && isOpen && active >= 0) {
    event.preventDefault();
    byId("suggestions").children[active].click();
  } else if (event.key === "Escape") {
    if (isOpen) {
      event.preventDefault();
      closeSuggestions();
    } else byId("q").value = "";
  }
}

byId("q").addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(suggest, PAUSE);
});
byId("q").addEventListener("keydown", onKey);
byId("q").addEventListener("blur", closeSuggestions);
