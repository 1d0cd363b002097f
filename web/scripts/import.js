// The import page: files may be dropped, and are looked at at once. Without it they are chosen and sent.

import { byId } from "./parts.js";

const form = /** @type {HTMLFormElement} */ (byId("import"));
const input = /** @type {HTMLInputElement} */ (byId("file"));

form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("is-over");
});
form.addEventListener("dragleave", () => form.classList.remove("is-over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("is-over");
  if (!event.dataTransfer?.files.length) return;
  input.files = event.dataTransfer.files;
  form.requestSubmit();
});
form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
