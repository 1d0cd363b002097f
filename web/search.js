// Search: hits, check boxes, pages.

import { go, state, stateLink } from "./address.js";
import { about, ask, byId, counted, element, isAborted, marked, plain, scoreBar, showError, titles, why } from "./parts.js";

/** Hits of one page. */
const PAGE = 20;

let searching = new AbortController();
/** The search shown, so that opening a concept does not search again. */
let searched = "";

export async function search() {
  const isAsked = Boolean(state.q || state.framework.length || state.kind.length);
  byId("q").value = state.q;
  byId("intro").hidden = isAsked || Boolean(state.concept);
  byId("results").hidden = !isAsked;
  if (!isAsked) byId("facets").hidden = true;
  byId("search-columns").hidden = !isAsked && !state.concept;
  const key = JSON.stringify([state.q, state.framework, state.kind, state.offset]);
  if (key === searched) return;
  searching.abort();
  searching = new AbortController();
  const { signal } = searching;
  showError(byId("search-error"));
  searched = key;
  if (!isAsked) {
    byId("search-status").textContent = "";
    return;
  }
  byId("search-status").textContent = "Searching …";
  byId("results").setAttribute("aria-busy", "true");
  const query = (change) => {
    const asked = { ...state, ...change };
    const query = new URLSearchParams({ text: state.q, facets: "true", limit: String(change.limit ?? PAGE) });
    if (!change.limit) query.set("offset", String(state.offset));
    for (const framework of asked.framework) query.append("framework", framework);
    for (const kind of asked.kind) query.append("kind", kind);
    return ask(`search?${query}`, { signal });
  };
  try {
    // A list is counted without its own choices, so that others can be added.
    const [found, byFramework, byKind] = await Promise.all([
      query({}),
      state.framework.length ? query({ framework: [], limit: 1 }) : null,
      state.kind.length ? query({ kind: [], limit: 1 }) : null,
    ]);
    showFacet("framework", (byFramework ?? found).facets.framework, state.framework);
    showFacet("kind", (byKind ?? found).facets.kind, state.kind);
    byId("hits").replaceChildren(...found.hits.map(hit));
    byId("facets").hidden = !document.querySelector("#facet-form label");
    showStatus(found);
    showPages(found.total);
  } catch (error) {
    if (isAborted(error)) return;
    searched = "";
    byId("search-status").textContent = "";
    byId("hits").replaceChildren();
    for (const id of ["facets", "pages"]) byId(id).hidden = true;
    showError(byId("search-error"), error);
  } finally {
    if (!signal.aborted) byId("results").removeAttribute("aria-busy");
  }
}

function showStatus(found) {
  const n = counted(found.total, "concept");
  const status = byId("search-status");
  if (found.total === 0) {
    const isNarrow = state.framework.length || state.kind.length;
    const rest = isNarrow ? "try it without the check boxes, or with fewer words" : "try fewer or other words";
    status.replaceChildren(`Nothing is found; ${rest}.`);
  } else {
    status.replaceChildren(state.q ? `${n} for “${state.q}”.` : `${n}.`);
  }
  if (found.did_you_mean) {
    const meant = found.did_you_mean;
    status.append(" Did you mean ", stateLink({ q: meant, offset: 0, concept: "" }, { id: "meant" }, meant), "?");
  }
}

function showPages(total) {
  const { offset } = state;
  const pages = byId("pages");
  pages.hidden = total <= PAGE;
  const last = Math.min(offset + PAGE, total);
  pages.replaceChildren(
    ...[
      offset > 0 ? stateLink({ offset: Math.max(0, offset - PAGE) }, { rel: "prev" }, "Previous") : null,
      `${offset + 1} to ${last} of ${total.toLocaleString("en")}`,
      last < total ? stateLink({ offset: offset + PAGE }, { rel: "next" }, "Next") : null,
    ].filter((part) => part !== null),
  );
}

/** @param {"framework"|"kind"} name @param {{value: string, count: number}[]} values @param {string[]} chosen */
function showFacet(name, values, chosen) {
  const box = byId(`facet-${name}`);
  const focused = box.contains(document.activeElement) ? document.activeElement.value : null;
  const missing = chosen.filter((value) => !values.some((v) => v.value === value));
  const rows = [...values, ...missing.map((value) => ({ value, count: 0 }))].map(({ value, count }) => {
    const title = name === "framework" ? (titles.get(value) ?? value) : plain(value);
    const input = element("input", { type: "checkbox", name, value, checked: chosen.includes(value), onchange: narrow });
    return element("label", {}, input, element("span", {}, title), element("small", {}, count.toLocaleString("en")));
  });
  box.replaceChildren(box.querySelector("legend"), ...rows);
  box.hidden = rows.length === 0;
  if (focused !== null) [...box.querySelectorAll("input")].find((input) => input.value === focused)?.focus();
}

function narrow() {
  const chosen = (name) => [...byId(`facet-${name}`).querySelectorAll("input:checked")].map((input) => input.value);
  go({ framework: chosen("framework"), kind: chosen("kind"), offset: 0 });
}

function hit(found) {
  const { concept, highlights } = found;
  const inLabel = highlights.find((h) => h.field === "preferred" && h.text === concept.label);
  const label = inLabel ? marked(inLabel.text, inLabel.spans) : [concept.label];
  const inText = highlights.find((h) => h.field === "description");
  const others = highlights.filter((h) => h !== inLabel && h !== inText);
  const said = inText ? marked(inText.text, inText.spans) : [found.description ?? ""];
  return element(
    "li",
    { class: "hit", "data-concept": concept.id },
    element(
      "div",
      { class: "hit-head" },
      element("h3", {}, stateLink({ concept: concept.id }, {}, ...label)),
      state.q ? scoreBar(found.score) : null,
    ),
    about(concept),
    ...others.map((h) => element("p", { class: "why" }, "also: ", ...marked(h.text, h.spans))),
    said[0] ? element("p", { class: "said", dir: "auto" }, ...said) : null,
    found.reasons.length ? why(found.reasons) : null,
  );
}
