// The catalogue of words -> what a module says, in the language of the page.

/** @typedef {string | {one: string, other: string}} Entry */

const language = document.documentElement.lang;
/** @type {Record<string, Entry>} */
const entries = await fetch(`/strings/${language}.json`).then((reply) => reply.json()).catch(() => ({}));

/** @param {string} text @param {Record<string, string|number>} values */
const filled = (text, values) =>
  Object.entries(values).reduce((said, [name, value]) => said.replaceAll(`{${name}}`, String(value)), text);

/**
 * A text of the catalogue; `{name}` becomes the value of that name.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 */
export function say(key, values = {}) {
  const entry = entries[key] ?? key;
  return filled(typeof entry === "string" ? entry : entry.other, values);
}

/**
 * A text of the catalogue for so many.
 * @param {string} key
 * @param {number} n
 * @param {Record<string, string|number>} [values]
 */
export function count(key, n, values = {}) {
  const entry = entries[key] ?? key;
  const text = typeof entry === "string" ? entry : n === 1 ? entry.one : entry.other;
  return filled(text, { ...values, n: number(n) });
}

/**
 * The word of a value: `name("kind", "skill")`.
 * @param {string} group
 * @param {string} value
 */
export function name(group, value) {
  const entry = entries[`${group}.${value}`];
  return typeof entry === "string" ? entry : value.replaceAll("_", " ");
}

/** @param {number} n a whole number, as the language writes it */
export const number = (n) => n.toLocaleString(language);
