// The address of the page <-> what it shows.

import { element } from "./parts.js";

/** @typedef {{view: string, q: string, framework: string[], kind: string[], offset: number, concept: string}} State */

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
export let state = stateOf(location.search);

/** Reads the address again after it has changed. */
export function readAddress() {
  state = stateOf(location.search);
}

/** @param {Partial<State>} change */
export function go(change) {
  history.pushState(null, "", addressOf(change));
  // The browser tells of going back and forth only; whoever shows the state listens to the same event.
  dispatchEvent(new PopStateEvent("popstate"));
}

/** A link that changes the state without loading the page again; it stays a link for everything else. */
export function stateLink(change, attributes, ...children) {
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(change);
  };
  return element("a", { href: addressOf(change), onclick: follow, ...attributes }, ...children);
}
