// The page: its address -> what is shown. Everything it shows comes from /api/v1 and enters the page as text.

/** @typedef {{start: number, end: number}} Span Bytes of UTF-8. */
/** @typedef {{id: string, label: string, kind: string, status: string, framework: string, version: string}} Concept */
/** @typedef {{view: string, q: string, framework: string[], kind: string[], offset: number, concept: string}} State */

const PAGE = 20;
/** Milliseconds without a key before suggestions are asked for: below, most would never be read. */
const PAUSE = 120;
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
const PREDICATES = {
  exact: "is the same as",
  close: "is close to",
  broad: "is narrower than",
  narrow: "is broader than",
  related: "is related to",
  no_match: "has no counterpart",
};

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/**
 * An element. Strings become text, never markup.
 * @param {string} name
 * @param {Record<string, any>} [attributes] those beginning with "on" are listeners; null and false are left out
 * @param {...(Node|string|null)} children
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** @param {string} name `work_style` -> `work style` */
const plain = (name) => name.replaceAll("_", " ");

/** @param {string} sentence */
const capital = (sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** @param {number} n @param {string} one @param {string} [many] */
const counted = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/**
 * Where each byte of a text's UTF-8 lies in its UTF-16: the one place where the two are converted.
 * @param {string} text
 * @returns {(byte: number) => number}
 */
function utf16Places(text) {
  const places = new Uint32Array(new TextEncoder().encode(text).length + 1);
  let byte = 0;
  let unit = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    places.fill(unit, byte, byte + bytes);
    byte += bytes;
    unit += letter.length;
  }
  places[byte] = unit;
  return (at) => places[Math.min(at, byte)];
}

/**
 * A text cut at the ends of all spans, each piece with the numbers of the spans over it.
 * @param {string} text
 * @param {Span[]} spans
 * @returns {{text: string, spans: number[]}[]}
 */
function pieces(text, spans) {
  const place = utf16Places(text);
  const ends = spans.flatMap((span, number) => [
    { at: place(span.start), number, opens: true },
    { at: place(span.end), number, opens: false },
  ]);
  ends.sort((a, b) => a.at - b.at);
  const open = new Set();
  const cut = [];
  let from = 0;
  for (const end of ends) {
    if (end.at > from) cut.push({ text: text.slice(from, end.at), spans: [...open] });
    from = Math.max(from, end.at);
    if (end.opens) open.add(end.number);
    else open.delete(end.number);
  }
  if (from < text.length) cut.push({ text: text.slice(from), spans: [] });
  return cut;
}

/** @param {string} text @param {Span[]} spans */
const marked = (text, spans) =>
  pieces(text, spans).map((piece) => (piece.spans.length ? element("mark", {}, piece.text) : piece.text));

/**
 * Asks the service. Refusals become errors that carry the sentence to show.
 * @param {string} path
 * @param {RequestInit} [options]
 */
async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Error("The service does not answer; start it again, then reload this page.");
  }
  const reply = await response.json().catch(() => null);
  if (response.ok && reply) return reply;
  throw new Error(capital(reply?.detail ?? `The service answered ${response.status}.`));
}

/** @param {unknown} error */
const isAborted = (error) => error instanceof DOMException && error.name === "AbortError";

/** @param {HTMLElement} box @param {unknown} [error] nothing hides the box */
function showError(box, error) {
  box.hidden = !error;
  box.textContent = error instanceof Error ? error.message : "";
}

/* The address */

/** @returns {State} */
function stateOf(address) {
  const given = new URLSearchParams(address);
  const list = (name) => given.getAll(name).flatMap((value) => value.split(",")).filter(Boolean);
  return {
    view: given.get("view") === "tag" ? "tag" : "search",
    q: given.get("q") ?? "",
    framework: list("framework"),
    kind: list("kind"),
    offset: Math.max(0, Number.parseInt(given.get("offset") ?? "0", 10) || 0),
    concept: given.get("concept") ?? "",
  };
}

/** @param {Partial<State>} change what differs from the state shown */
function addressOf(change) {
  const next = { ...state, ...change };
  const query = new URLSearchParams();
  if (next.q) query.set("q", next.q);
  for (const framework of next.framework) query.append("framework", framework);
  for (const kind of next.kind) query.append("kind", kind);
  if (next.offset) query.set("offset", String(next.offset));
  if (next.concept) query.set("concept", next.concept);
  return `/?${query}`;
}

/** @type {State} */
let state = stateOf(location.search);

/** @param {Partial<State>} change */
function go(change) {
  history.pushState(null, "", addressOf(change));
  show();
}

/** A link that changes the state without loading the page again; it stays a link for everything else. */
function stateLink(change, attributes, ...children) {
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(change);
  };
  return element("a", { href: addressOf(change), onclick: follow, ...attributes }, ...children);
}

/* Parts that several views share */

/** Titles of frameworks by short name. @type {Map<string, string>} */
const titles = new Map();

/** @param {number} score 0..1 */
function scoreBar(score) {
  const fill = element("span");
  fill.style.inlineSize = `${Math.round(score * 100)}%`;
  return element(
    "div",
    { class: "score" },
    element("span", { class: "bar", "aria-hidden": "true" }, fill),
    element("span", {}, element("span", { class: "hidden" }, "score "), score.toFixed(2)),
  );
}

/** @param {Concept} concept */
function about(concept) {
  return element(
    "p",
    { class: "about" },
    element("span", {}, plain(concept.kind)),
    element("span", { title: `version ${concept.version}` }, titles.get(concept.framework) ?? concept.framework),
    concept.status === "active" ? null : element("span", { class: "withdrawn" }, plain(concept.status)),
  );
}

/** @param {{sentence: string}[]} reasons */
function why(reasons) {
  return element("ul", { class: "why" }, ...reasons.map((reason) => element("li", {}, capital(reason.sentence))));
}

/* Search */

let searching = new AbortController();
/** The search shown, so that opening a concept does not search again. */
let searched = "";

async function search() {
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

/* Suggestions: a combobox with a list, by the pattern of the ARIA practices */

let suggesting = new AbortController();
let pause = 0;
let active = -1;

function closeSuggestions() {
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

/* One concept */

let opening = new AbortController();
let opened = "";

async function openConcept() {
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

/* Tagging */

let tagging = new AbortController();

async function tag(event) {
  event?.preventDefault();
  tagging.abort();
  tagging = new AbortController();
  const { signal } = tagging;
  const text = byId("text").value;
  const framework = byId("tag-framework").value;
  const status = byId("tag-status");
  showError(byId("tag-error"));
  byId("tag-columns").hidden = true;
  status.textContent = "Reading …";
  try {
    const tagged = await ask("tag", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, framework: framework ? [framework] : [] }),
      signal,
    });
    const passages = counted(tagged.n_passages, "sentence or list item", "sentences and list items");
    status.textContent = tagged.tags.length
      ? `${counted(tagged.tags.length, "skill")} in ${passages}.`
      : `No skill reaches the least score of ${tagged.min_score} in ${passages}; try another framework or a longer text.`;
    showTags(text, tagged.tags);
  } catch (error) {
    if (isAborted(error)) return;
    status.textContent = "";
    showError(byId("tag-error"), error);
  }
}

function showTags(text, tags) {
  const spans = tags.flatMap((tag, number) =>
    tag.mentions.flatMap((mention) => mention.spans.map((span) => ({ ...span, number }))),
  );
  const shown = pieces(text, spans).map((piece) => {
    if (!piece.spans.length) return piece.text;
    const numbers = [...new Set(piece.spans.map((span) => spans[span].number))];
    const title = numbers.map((number) => tags[number].concept.label).join(", ");
    return element("mark", { "data-tags": numbers.join(" "), title }, piece.text);
  });
  byId("marked").replaceChildren(...shown);
  byId("skills").replaceChildren(...tags.map(skill));
  byId("tag-columns").hidden = tags.length === 0;
}

function skill(tag, number) {
  const on = () => {
    light([number]);
    bringIntoView(byId("marked").querySelector("mark.is-on"));
  };
  const words = [...new Set(tag.mentions.flatMap((mention) => mention.words))];
  const said = words.flatMap((word) => [", ", element("mark", {}, word)]).slice(1);
  return element(
    "li",
    { class: "hit", "data-tag": String(number), onmouseenter: on, onmouseleave: () => light([]), onfocusin: on, onfocusout: () => light([]) },
    element(
      "div",
      { class: "hit-head" },
      element("h3", {}, element("a", { href: `/?${new URLSearchParams({ concept: tag.concept.id })}` }, tag.concept.label)),
      scoreBar(tag.score),
    ),
    about(tag.concept),
    element("p", { class: "said" }, ...said),
    why(tag.reasons),
  );
}

/** Lights the words of some skills, and the skills. @param {number[]} numbers */
function light(numbers) {
  for (const mark of document.querySelectorAll("#marked mark")) {
    const own = (mark.dataset.tags ?? "").split(" ").map(Number);
    mark.classList.toggle("is-on", numbers.some((number) => own.includes(number)));
  }
  for (const skill of document.querySelectorAll("#skills .hit")) {
    skill.classList.toggle("is-on", numbers.includes(Number(skill.dataset.tag)));
  }
}

/** Scrolls the text, never the page. @param {HTMLElement|null} mark */
function bringIntoView(mark) {
  const box = byId("marked");
  if (!mark) return;
  const { top } = box.getBoundingClientRect();
  const above = mark.getBoundingClientRect().top - top;
  const seen = Math.min(box.clientHeight, innerHeight - top);
  if (above < 0 || above > seen - 40) box.scrollTop += above - seen / 3;
}

let samplesAsked = false;

async function loadSamples() {
  if (samplesAsked) return;
  samplesAsked = true;
  try {
    const { samples } = await ask("samples");
    const group = (sort, label) => {
      const own = samples.filter((sample) => sample.sort === sort);
      const options = own.map((s) => element("option", { value: s.name }, capital(s.name.replaceAll("-", " "))));
      return element("optgroup", { label }, ...options);
    };
    byId("sample").append(group("course", "Courses"), group("posting", "Job postings"));
    byId("sample").addEventListener("change", (event) => {
      const sample = samples.find((s) => s.name === event.target.value);
      if (!sample) return;
      byId("text").value = sample.text;
      tag();
    });
  } catch (error) {
    samplesAsked = false;
    showError(byId("tag-error"), error);
  }
}

/* Frameworks */

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

/* The whole */

function show() {
  state = stateOf(location.search);
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
byId("q").addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(suggest, PAUSE);
});
byId("q").addEventListener("keydown", onKey);
byId("q").addEventListener("blur", closeSuggestions);
byId("tag-form").addEventListener("submit", tag);
byId("marked").addEventListener("mouseover", (event) => {
  const mark = event.target.closest("mark");
  light(mark ? mark.dataset.tags.split(" ").map(Number) : []);
});
byId("marked").addEventListener("mouseleave", () => light([]));
window.addEventListener("popstate", show);
// On a narrow screen the results come first.
if (matchMedia("(max-width: 46rem)").matches) byId("facet-box").open = false;

try {
  await loadFrameworks();
} catch (error) {
  showError(byId("search-error"), error);
}
show();
