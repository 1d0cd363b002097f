// The review queue: every button and link that shows a key answers to it, and what comes next takes the place of the
// pair without the page being loaded anew. Without it the same forms and links do the same.

import { isWriting } from "./page.js";
import { byId } from "./parts.js";
import { say } from "./words.js";

/** Whether something is under way: a key pressed meanwhile would decide on a pair that nobody has seen. */
let isBusy = false;

/** @param {string} message nothing hides the box */
function complain(message) {
  const box = byId("review-error");
  box.hidden = !message;
  box.textContent = message;
  if (message) box.scrollIntoView({ block: "nearest" });
}

/**
 * Puts the review of another page in the place of this one.
 * @param {string} address
 * @param {RequestInit} [options]
 */
async function go(address, options) {
  if (isBusy) return;
  isBusy = true;
  byId("review").setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, options);
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    const review = next.getElementById("review");
    if (!review) throw new Error(next.querySelector(".error")?.textContent ?? say("script.answered", { status: response.status }));
    byId("review").replaceWith(document.adoptNode(review));
    document.title = next.title;
    history.replaceState(null, "", response.url);
    complain("");
    const title = byId("pair-title");
    title?.focus({ preventScroll: true });
    if (title && review.getBoundingClientRect().top < 0) review.scrollIntoView();
  } catch (failed) {
    complain(failed instanceof TypeError ? say("script.silent") : failed instanceof Error ? failed.message : String(failed));
  } finally {
    isBusy = false;
    byId("review").removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.closest("#review")) return;
  event.preventDefault();
  const given = [...new FormData(form, event.submitter)].filter(([, value]) => value !== "");
  const fields = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  // A field of the form may be called like a property of forms.
  const action = form.getAttribute("action") ?? "";
  if (form.getAttribute("method") === "post") go(action, { method: "POST", body: fields });
  else go(`${action}?${fields}`);
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const link = event.target.closest("#review a[data-keys]");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  go(link.href);
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && event.target instanceof HTMLTextAreaElement) {
    byId("pair-title").focus();
    return;
  }
  // A key held down decides once.
  if (event.repeat || isBusy || isWriting(event.target)) return;
  if (event.key === "i") {
    event.preventDefault();
    document.getElementById("comment")?.focus();
    return;
  }
  const keyed = [...document.querySelectorAll("#review [data-keys]")];
  const chosen = keyed.find((one) => one.getAttribute("data-keys")?.split(" ").includes(event.key));
  if (!(chosen instanceof HTMLElement)) return;
  event.preventDefault();
  chosen.click();
});
