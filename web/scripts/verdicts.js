// A document with its tags: decided by keyboard without the page being loaded again. What stands is always what the service
// says: each form is sent as it is, and the answer's part takes the place of the old one.

import { ask, byId, showError } from "./parts.js";
import { isWriting } from "./page.js";
import { say } from "./words.js";

const isSaved = () => byId("review")?.dataset.saved === "true";
const cards = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#review .card.tag")]);
const chosen = () => document.activeElement?.closest?.(".card.tag") ?? null;

/** @param {Element|null} card */
function choose(card) {
  if (!(card instanceof HTMLElement)) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

/** Lights the words of some tags in the text, and shows the first. @param {string[]} numbers */
function light(numbers) {
  let first = null;
  for (const words of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#marked .words"))) {
    const isOn = (words.dataset.tags ?? "").split(" ").some((number) => numbers.includes(number));
    words.classList.toggle("is-on", isOn);
    if (isOn && !first) first = words;
  }
  for (const card of cards()) card.classList.toggle("is-on", numbers.includes(card.dataset.tag ?? ""));
  const box = byId("marked");
  if (!first || !box) return;
  const above = first.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (above < 0 || above > box.clientHeight - 40) box.scrollTop += above - box.clientHeight / 3;
}

/** The next card after a number that nobody has decided, from the top again where none follows. @param {number} number */
function nextOpen(number) {
  const open = cards().filter((card) => card.dataset.verdict === "undecided");
  const order = cards().map((card) => card.dataset.tag);
  const at = order.indexOf(String(number));
  return open.find((card) => order.indexOf(card.dataset.tag) > at) ?? open[0] ?? null;
}

/**
 * Sends a form, and puts the part of the answer in the place of the old one.
 * @param {HTMLFormElement} form
 * @param {HTMLElement|null} button
 */
async function send(form, button) {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) values.append(name, String(value));
  if (button instanceof HTMLButtonElement && button.name) values.set(button.name, button.value);
  const number = Number(form.closest(".card.tag")?.getAttribute("data-tag") ?? -1);
  const review = byId("review");
  review.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(form.action, { method: "POST", body: values });
    const next = new DOMParser().parseFromString(await reply.text(), "text/html");
    const part = next.getElementById("review");
    if (!reply.ok || !part) throw new Error(next.querySelector("main p")?.textContent ?? say("script.answered", { status: reply.status }));
    const seen = byId("marked").scrollTop;
    review.replaceWith(document.adoptNode(part));
    byId("marked").scrollTop = seen;
    showError(byId("problem"));
    form.querySelectorAll("input[type=text]").forEach((box) => box instanceof HTMLInputElement && (box.value = ""));
    const same = document.getElementById(`tag-${number}`);
    choose(values.get("says") === "undecide" ? same : nextOpen(number) ?? same);
  } catch (error) {
    review.removeAttribute("aria-busy");
    showError(byId("problem"), error);
    byId("problem").focus();
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches(".decide, #add")) return;
  event.preventDefault();
  // What Enter in the box of another skill means is to change, not the first button.
  const typed = document.activeElement instanceof HTMLInputElement && document.activeElement.name === "to";
  send(form, typed ? form.querySelector("button[value=change]") : /** @type {HTMLElement|null} */ (event.submitter));
});

// Suggestions of skills for the boxes that name one.
/** @type {Map<string, string>} */
const known = new Map();
let asking = new AbortController();
document.addEventListener("input", async (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.getAttribute("list") !== "concepts" || !box.form) return;
  const exact = box.form.querySelector(box.name === "to" ? "[name=to_id]" : "[name=concept_id]");
  if (exact instanceof HTMLInputElement) exact.value = known.get(box.value) ?? "";
  if (box.value.trim().length < 2 || known.has(box.value)) return;
  asking.abort();
  asking = new AbortController();
  const found = await ask(`suggest?${new URLSearchParams({ text: box.value, limit: "10" })}`, { signal: asking.signal }).catch(() => null);
  if (!found) return;
  const options = found.suggestions.map((/** @type {any} */ suggestion) => {
    const { id, label, framework } = suggestion.concept;
    const name = known.has(label) && known.get(label) !== id ? `${label} (${framework})` : label;
    known.set(name, id);
    const option = document.createElement("option");
    option.value = name;
    option.label = framework;
    return option;
  });
  byId("concepts").replaceChildren(...options);
});

/** The words selected in the text, if some are. */
const selected = () => {
  const selection = getSelection();
  const box = byId("marked");
  return selection && box && selection.anchorNode && box.contains(selection.anchorNode) ? selection.toString().trim() : "";
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || byId("keys").open) return;
  const all = cards();
  const card = chosen();
  const at = card ? all.indexOf(/** @type {HTMLElement} */ (card)) : -1;
  /** @param {string} says */
  const press = (says) => {
    const button = card?.querySelector(`button[value=${says}]`);
    if (button instanceof HTMLElement) button.click();
  };
  if (event.key === "j") choose(all[Math.min(at + 1, all.length - 1)] ?? null);
  else if (event.key === "k") choose(all[Math.max(at - 1, 0)] ?? null);
  else if (!isSaved()) return;
  else if (event.key === "a") press("accept");
  else if (event.key === "r") press("reject");
  else if (event.key === "u") press("undecide");
  else if (event.key === "c") {
    const other = card?.querySelector("details.other");
    if (!(other instanceof HTMLDetailsElement)) return;
    other.open = true;
    other.querySelector("input")?.focus();
  } else if (event.key === "n") {
    const words = selected();
    if (words) byId("add-words").value = words;
    byId(words ? "add-concept" : "add-words").focus();
  } else return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const card = event.target instanceof Element ? event.target.closest(".card.tag") : null;
  if (card instanceof HTMLElement) light([card.dataset.tag ?? ""]);
});
document.addEventListener("click", (event) => {
  const words = event.target instanceof Element ? event.target.closest("#marked .words") : null;
  if (!(words instanceof HTMLElement) || selected()) return;
  event.preventDefault();
  choose(document.getElementById(`tag-${(words.dataset.tags ?? "").split(" ")[0]}`));
});

const line = byId("keys-line");
if (line) line.hidden = false;
if (isSaved()) choose(nextOpen(-1));
