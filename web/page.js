// The page: its address -> the view that is shown. Everything comes from /api/v1.

import { go, readAddress, state, stateLink } from "./address.js";
import { openConcept } from "./concept.js";
import { ask, byId, counted, element, showError, titles } from "./parts.js";
import { search } from "./search.js";
import { closeSuggestions } from "./suggest.js";
import { loadSamples } from "./tagging.js";

async function loadFrameworks() {
  const { frameworks } = await ask("frameworks");
  const current = frameworks.filter((framework) => framework.is_current);
  for (const { key, title } of current) titles.set(key, title);
  byId("tag-framework").append(
    ...current.map(({ key, title }) => element("option", { value: key }, title)),
  );
  byId("frameworks").replaceChildren(...current.map(card));
  if (!current.length) {
    byId("frameworks").append(element("li", {}, "No framework is held; import one with skillmap import."));
  }
}

function card(framework) {
  return element(
    "li",
    {},
    element("h3", {}, stateLink({ framework: [framework.key] }, {}, framework.title)),
    element(
      "p",
      { class: "about" },
      element("span", {}, `version ${framework.version}`),
      element("span", {}, counted(framework.n_concepts, "concept")),
      framework.licence.name ? element("span", {}, framework.licence.name) : null,
    ),
    framework.description ? element("p", {}, framework.description) : null,
    framework.publisher ? element("p", { class: "why" }, `by ${framework.publisher}`) : null,
  );
}

function show() {
  readAddress();
  const isTag = state.view === "tag";
  byId("tag-view").hidden = !isTag;
  byId("search-view").hidden = isTag;
  byId(isTag ? "nav-tag" : "nav-search").setAttribute("aria-current", "page");
  byId(isTag ? "nav-search" : "nav-tag").removeAttribute("aria-current");
  document.title = isTag ? "Tag a text · skillmap" : state.q ? `${state.q} · skillmap` : "skillmap";
  if (isTag) return loadSamples();
  search().then(openConcept);
  openConcept();
}

byId("search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  closeSuggestions();
  go({ q: byId("q").value.trim(), offset: 0, concept: "" });
});
addEventListener("popstate", show);
// On a narrow screen the results come first.
if (matchMedia("(max-width: 46rem)").matches) byId("facet-box").open = false;

try {
  await loadFrameworks();
} catch (error) {
  showError(byId("search-error"), error);
}
show();
