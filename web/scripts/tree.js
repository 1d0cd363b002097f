// A list of concepts -> a tree by the ARIA practices: branches are fetched as they open, long levels as they are asked
// for. Without it each branch is a page of its own.

import { say } from "./words.js";

const tree = document.querySelector("ul.tree");

/** @param {Element} item */
function prepare(item) {
  const open = item.querySelector(":scope > .node > .open");
  item.setAttribute("role", "treeitem");
  item.setAttribute("tabindex", "-1");
  // The item is named by its words, not by the links in it.
  const to = item.querySelector(":scope > .node > .to, :scope > .node > .more");
  if (to) item.setAttribute("aria-label", item.querySelector(":scope > .node")?.textContent?.replace(open?.textContent ?? "\n", "").replace(/\s+/g, " ").trim() ?? "");
  for (const link of item.querySelectorAll(":scope > .node a")) link.setAttribute("tabindex", "-1");
  item.querySelector(":scope > .node")?.setAttribute("role", "none");
  if (open) {
    open.setAttribute("aria-hidden", "true");
    item.setAttribute("aria-expanded", "false");
  }
}

/** @param {string} address the items of that level */
async function level(address) {
  const reply = await fetch(`${address}&part=true&lang=${document.documentElement.lang}`);
  if (!reply.ok) throw new Error(say("script.answered", { status: reply.status }));
  const holder = document.createElement("template");
  // Our own template, in which every value is escaped.
  holder.innerHTML = await reply.text();
  const items = [...holder.content.querySelectorAll("li")];
  items.forEach(prepare);
  return items;
}

/** @param {Element} item @param {boolean} wanted */
async function expand(item, wanted) {
  const link = item.querySelector(":scope > .node > .open");
  if (!(link instanceof HTMLAnchorElement)) return;
  let group = item.querySelector(":scope > ul");
  if (wanted && !group) {
    item.setAttribute("aria-busy", "true");
    try {
      const items = await level(link.href);
      group = document.createElement("ul");
      group.setAttribute("role", "group");
      group.append(...items);
      item.append(group);
    } catch {
      // The branch is a page of its own as well.
      location.assign(link.href);
      return;
    } finally {
      item.removeAttribute("aria-busy");
    }
  }
  item.setAttribute("aria-expanded", String(wanted));
  if (group instanceof HTMLElement) group.hidden = !wanted;
}

/** Puts the rest of a level in the place of its last line. @param {Element} item */
async function more(item) {
  const link = item.querySelector(":scope > .node > .more");
  if (!(link instanceof HTMLAnchorElement)) return;
  try {
    const items = await level(link.href);
    item.replaceWith(...items);
    focus(items[0]);
  } catch {
    location.assign(link.href);
  }
}

/** @param {Element|null|undefined} item */
function focus(item) {
  if (!(item instanceof HTMLElement) || !tree) return;
  for (const other of tree.querySelectorAll('[tabindex="0"]')) other.setAttribute("tabindex", "-1");
  item.setAttribute("tabindex", "0");
  item.focus();
}

/** The items that can be seen, from top to bottom. */
const visible = () =>
  [...(tree?.querySelectorAll("[role=treeitem]") ?? [])].filter((item) => !item.closest("ul[hidden]"));

/** @param {KeyboardEvent} event */
function onKey(event) {
  const item = event.target instanceof Element ? event.target.closest("[role=treeitem]") : null;
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = visible();
  const at = all.indexOf(item);
  const isOpen = item.getAttribute("aria-expanded") === "true";
  if (event.key === "ArrowDown") focus(all[at + 1]);
  else if (event.key === "ArrowUp") focus(all[at - 1]);
  else if (event.key === "Home") focus(all[0]);
  else if (event.key === "End") focus(all[all.length - 1]);
  else if (event.key === "ArrowRight") {
    if (isOpen) focus(item.querySelector(":scope > ul > li"));
    else expand(item, true);
  } else if (event.key === "ArrowLeft") {
    if (isOpen) expand(item, false);
    else focus(item.parentElement?.closest("[role=treeitem]"));
  } else if (event.key === "Enter") {
    const to = item.querySelector(":scope > .node > .to");
    if (to instanceof HTMLElement) to.click();
    else more(item);
  } else if (event.key.length === 1 && /\p{L}|\p{N}/u.test(event.key)) {
    // A letter goes to the next item that begins with it.
    const letter = event.key.toLowerCase();
    const rest = [...all.slice(at + 1), ...all.slice(0, at)];
    focus(rest.find((other) => other.getAttribute("aria-label")?.toLowerCase().startsWith(letter)));
  } else return;
  event.preventDefault();
}

if (tree) {
  tree.setAttribute("role", "tree");
  const items = [...tree.children];
  items.forEach(prepare);
  items[0]?.setAttribute("tabindex", "0");
  tree.addEventListener("keydown", (event) => onKey(/** @type {KeyboardEvent} */ (event)));
  tree.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const item = link?.closest("[role=treeitem]");
    const click = /** @type {MouseEvent} */ (event);
    if (!link || !item || click.ctrlKey || click.metaKey || click.shiftKey || click.button !== 0) return;
    if (link.matches(".open")) {
      event.preventDefault();
      expand(item, item.getAttribute("aria-expanded") !== "true");
    } else if (link.matches(".more")) {
      event.preventDefault();
      more(item);
    }
  });
}
