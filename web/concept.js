// One concept with all that is known about it.

import { go, state, stateLink } from "./address.js";
import { about, ask, byId, capital, counted, element, isAborted, plain } from "./parts.js";

/** @typedef {{id: string, label: string, kind: string, status: string, framework: string, version: string}} Concept */

/** How a kind of relation is called from its subject, and from its object. */
const RELATIONS = {
  broader: ["Broader", "Narrower"],
  related: ["Related", "Related"],
  essential: ["Essential", "Essential for"],
  optional: ["Optional", "Optional for"],
  rated: ["Rated on", "Rated for"],
  has_task: ["Tasks", "Task of"],
  has_activity: ["Activities", "Activity of"],
  uses: ["Uses", "Used by"],
  member_of: ["Member of", "Members"],
};
/** A mapping, read from the concept's side. */
const PREDICATES = {
  exact: "is the same as",
  close: "is close to",
  broad: "is narrower than",
  narrow: "is broader than",
  related: "is related to",
  no_match: "has no counterpart",
};

let opening = new AbortController();
let opened = "";

export async function openConcept() {
  const panel = byId("concept");
  const columns = byId("search-columns");
  for (const hit of document.querySelectorAll("#hits .hit")) {
    hit.classList.toggle("is-on", hit.dataset.concept === state.concept);
  }
  if (state.concept === opened) return;
  opened = state.concept;
  opening.abort();
  opening = new AbortController();
  const { signal } = opening;
  panel.hidden = !state.concept;
  columns.classList.toggle("with-concept", Boolean(state.concept));
  if (!state.concept) return panel.replaceChildren();
  panel.replaceChildren(element("p", { class: "status", role: "status" }, "Opening …"));
  try {
    const shown = await ask(`concepts?${new URLSearchParams({ id: state.concept })}`, { signal });
    panel.replaceChildren(...conceptParts(shown));
    document.title = `${shown.summary.label} · skillmap`;
  } catch (error) {
    if (isAborted(error)) return;
    opened = "";
    panel.replaceChildren(closeButton(), element("p", { class: "error", role: "alert" }, error.message));
  }
  panel.focus({ preventScroll: true });
  const { top } = panel.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) panel.scrollIntoView();
}

function closeButton() {
  const close = () => {
    const was = state.concept;
    go({ concept: "" });
    const hits = [...document.querySelectorAll("#hits .hit")];
    (hits.find((hit) => hit.dataset.concept === was)?.querySelector("a") ?? byId("q")).focus();
  };
  return element("button", { type: "button", class: "plain", id: "close-concept", onclick: close }, "Close");
}

function conceptParts(shown) {
  const { concept, summary } = shown;
  const parts = [
    element(
      "div",
      { class: "panel-head" },
      element("div", {}, element("h2", { id: "concept-title" }, summary.label), about(summary)),
      closeButton(),
    ),
  ];
  // A single broader concept stands below already.
  if (shown.ancestors.length > 1) {
    const path = [...shown.ancestors].reverse().flatMap((ancestor) => [conceptLink(ancestor), " › "]);
    parts.push(element("p", { class: "path" }, ...path.slice(0, -1)));
  }
  const own = concept.texts.filter((text) => primary(text.language) === "en");
  const texts = own.length ? own : concept.texts.slice(0, 1);
  for (const text of texts) {
    const heading = text.kind === "description" ? null : element("h3", {}, capital(plain(text.kind)));
    parts.push(element("div", {}, heading, element("p", { lang: text.language, dir: "auto" }, text.text)));
  }
  const facts = [
    ...concept.notations.map((notation) => [notation.scheme, notation.code]),
    ...concept.properties.map((property) => [capital(plain(property.name)), plain(property.value)]),
  ];
  if (facts.length) parts.push(element("dl", { class: "pairs" }, ...pairs(facts)));
  for (const kind of Object.keys(RELATIONS)) {
    parts.push(...related(RELATIONS[kind][0], shown.objects[kind]));
    parts.push(...related(RELATIONS[kind][1], shown.subjects[kind]));
  }
  if (shown.mappings.length) {
    const rows = shown.mappings.map((mapping) =>
      element(
        "li",
        {},
        `${PREDICATES[mapping.predicate]} `,
        mapping.counterpart ? stateLink({ concept: mapping.counterpart }, {}, mapping.label || mapping.counterpart) : "",
        element("span", { class: "why" }, ` ${mapping.mapping_set}`),
      ),
    );
    parts.push(foldable("Mappings", rows));
  }
  parts.push(...otherTexts(concept, texts), labels(concept.labels));
  parts.push(
    element(
      "p",
      { class: "iri" },
      element("a", { href: `/?${new URLSearchParams({ concept: summary.id })}` }, "Permanent address"),
      " · ",
      element("a", { href: `/api/v1/concepts?${new URLSearchParams({ id: summary.id })}` }, "JSON"),
      element("br"),
      summary.id,
    ),
  );
  return parts;
}

/** @param {string} tag */
const primary = (tag) => tag.split("-")[0];

/** @param {Concept} concept */
const conceptLink = (concept) => stateLink({ concept: concept.id }, {}, concept.label);

/** @param {(string|Node)[][]} rows */
const pairs = (rows) => rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);

/** Rows under a heading; those after the first ones are folded away. @param {string} title @param {Node[]} rows */
function foldable(title, rows) {
  const few = 8;
  const more = rows.slice(few);
  return element(
    "section",
    {},
    element("h3", {}, `${title} (${rows.length})`),
    element("ul", { class: "plain" }, ...rows.slice(0, few)),
    more.length
      ? element("details", {}, element("summary", {}, `${more.length} more`), element("ul", { class: "plain" }, ...more))
      : null,
  );
}

function related(title, relations) {
  if (!relations?.length) return [];
  const rows = relations.map((relation) => {
    const measures = (relation.measures ?? []).map((m) => `${m.scale} ${m.value} of ${m.maximum}`).join(", ");
    return element(
      "li",
      {},
      conceptLink(relation.concept),
      measures ? element("span", { class: "why" }, ` ${measures}`) : null,
    );
  });
  return [foldable(title, rows)];
}

function otherTexts(concept, shown) {
  const others = concept.texts.filter((text) => !shown.includes(text));
  if (!others.length) return [];
  const rows = others.map((text) => [text.language, element("p", { lang: text.language, dir: "auto" }, text.text)]);
  const summary = element("summary", {}, counted(others.length, "further text"));
  return [element("details", {}, summary, element("dl", { class: "pairs" }, ...pairs(rows)))];
}

function labels(all) {
  const languages = [...new Set(all.map((label) => label.language))];
  const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
  const rows = languages.map((language) => {
    const own = all.filter((label) => label.language === language && label.kind !== "hidden");
    const name = language === "und" ? "no language" : (names.of(language) ?? language);
    const list = own.map((label) =>
      element("li", { class: label.kind === "preferred" ? null : "why" }, label.text),
    );
    return [name, element("ul", { lang: language, dir: "auto" }, ...list)];
  });
  const many = rows.length > 3;
  const list = element("dl", { class: "pairs" }, ...pairs(rows));
  if (!many) return element("section", {}, element("h3", {}, "Labels"), list);
  return element("details", {}, element("summary", {}, `Labels in ${rows.length} languages`), list);
}
