// Facts -> parts of the page. What comes from the service enters the page as text, never as markup.

import { say } from "./words.js";

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

/** @param {string} sentence */
const capital = (sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

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

/** @param {HTMLElement} box @param {unknown} [error] nothing hides the box */
export function showError(box, error) {
  box.hidden = !error;
  box.textContent = error instanceof Error ? error.message : "";
}
