// Facts -> parts of the page. What comes from the service enters the page as text, never as markup.

import { say } from "./words.js";

/** @typedef {{start: number, end: number}} Span Bytes of UTF-8. */
/** @typedef {{id: string, label: string, kind: string, status: string, framework: string, version: string}} Concept */

export const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/**
 * An element. Strings become text, never markup.
 * @param {string} name
 * @param {Record<string, any>} [attributes] those beginning with "on" are listeners; null and false are left out
 * @param {...(Node|string|null)} children
 */
export function element(name, attributes = {}, ...children) {
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
export const plain = (name) => name.replaceAll("_", " ");

/** @param {string} sentence */
export const capital = (sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** @param {number} n @param {string} one @param {string} [many] */
export const counted = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

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
export function pieces(text, spans) {
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
export const marked = (text, spans) =>
  pieces(text, spans).map((piece) => (piece.spans.length ? element("mark", {}, piece.text) : piece.text));

/**
 * Asks the service. Refusals become errors that carry the sentence to show.
 * @param {string} path
 * @param {RequestInit} [options]
 */
export async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Error(say("script.silent"));
  }
  const reply = await response.json().catch(() => null);
  if (response.ok && reply) return reply;
  throw new Error(capital(reply?.detail ?? say("script.answered", { status: response.status })));
}

/** @param {unknown} error */
export const isAborted = (error) => error instanceof DOMException && error.name === "AbortError";

/** @param {HTMLElement} box @param {unknown} [error] nothing hides the box */
export function showError(box, error) {
  box.hidden = !error;
  box.textContent = error instanceof Error ? error.message : "";
}

/** Titles of frameworks by short name, from the choice of the page. @type {Map<string, string>} */
const titles = new Map(
  [...document.querySelectorAll("#tag-framework option")].map((o) => [o.getAttribute("value") ?? "", o.textContent ?? ""]),
);

/** @param {number} score 0..1 */
export function scoreBar(score) {
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
export function about(concept) {
  return element(
    "p",
    { class: "about" },
    element("span", {}, plain(concept.kind)),
    element("span", { title: `version ${concept.version}` }, titles.get(concept.framework) ?? concept.framework),
    concept.status === "active" ? null : element("span", { class: "withdrawn" }, plain(concept.status)),
  );
}

/** @param {{sentence: string}[]} reasons */
export function why(reasons) {
  return element("ul", { class: "why" }, ...reasons.map((reason) => element("li", {}, capital(reason.sentence))));
}
