// The form of a new crosswalk: it becomes a job with a bar that can be called off. Without it the browser waits.

import { ask, byId } from "./parts.js";
import { number, say } from "./words.js";

/** Milliseconds between two looks at a job. */
const PAUSE = 250;

/** @typedef {{id: string, state: string, step: {done: number, total: number}|null, problem: string|null}} Job */

const form = /** @type {HTMLFormElement|null} */ (document.getElementById("propose"));

/** What the form says, as the API takes it. @param {HTMLFormElement} form */
function wanted(form) {
  const given = new FormData(form);
  const text = (/** @type {string} */ name) => String(given.get(name) ?? "").trim();
  return {
    name: text("name"),
    title: text("title"),
    author: text("author"),
    licence: text("licence"),
    proposals: {
      from: text("from"),
      to: text("to"),
      kind: given.getAll("kind").map(String),
      language: text("language"),
      per_concept: Number(text("per_concept")),
      min_confidence: text("min_confidence") ? Number(text("min_confidence")) : null,
      seed: text("seed"),
    },
  };
}

/** @param {string} path @param {unknown} body @param {Record<string, string>} [headers] */
const sent = (path, body, headers = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });

/** @param {HTMLFormElement} form */
function enrich(form) {
  const [box, bar, status, error] = ["progress", "progress-bar", "propose-status", "propose-error"].map(byId);
  const label = byId("progress-text");
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button:not([type])"));
  let job = "";

  /** @param {string} message */
  const end = (message) => {
    box.hidden = true;
    button.disabled = false;
    status.textContent = message;
    job = "";
  };

  /** @param {Job} seen */
  const show = (seen) => {
    const { done, total } = seen.step ?? { done: 0, total: 0 };
    if (total > 0) {
      bar.max = total;
      bar.value = done;
      label.textContent = say("propose.compared", { done: number(done), total: number(total) });
    } else {
      bar.removeAttribute("value");
      label.textContent = seen.state === "waiting" ? say("propose.waits") : say("propose.begins");
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (job) return;
    error.hidden = true;
    status.textContent = "";
    button.disabled = true;
    try {
      const asked = wanted(form);
      let seen = /** @type {Job} */ (await sent("crosswalks/saved", asked, { Prefer: "respond-async" }));
      job = seen.id;
      box.hidden = false;
      byId("call-off").focus();
      while (seen.state === "waiting" || seen.state === "running") {
        show(seen);
        await new Promise((resume) => setTimeout(resume, PAUSE));
        seen = await ask(`jobs?id=${seen.id}`);
      }
      if (seen.state === "done") return location.assign(`/crosswalks/${asked.name}`);
      if (seen.state === "failed") throw new Error(seen.problem ?? "");
      end(say("propose.called_off"));
      button.focus();
    } catch (failed) {
      end("");
      error.hidden = false;
      error.textContent = failed instanceof Error ? failed.message : String(failed);
    }
  });
  byId("call-off").addEventListener("click", () => {
    // What could not be called off has ended, and the next look at it says so.
    if (job) sent("jobs/called-off", { id: job }).catch(() => {});
  });

  // A name that says which two, until one is typed.
  const name = /** @type {HTMLInputElement} */ (byId("name"));
  const [from, to] = /** @type {HTMLSelectElement[]} */ (["from", "to"].map(byId));
  const propose = () => {
    if (!name.dataset.typed) name.value = `${from.value}-${to.value}`.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-").slice(0, 64);
  };
  name.addEventListener("input", () => {
    name.dataset.typed = name.value ? "true" : "";
  });
  for (const side of [from, to]) side.addEventListener("change", propose);
  propose();
}

if (form) enrich(form);
