// The form of the tag page: samples at once, files by choice or dropped.

import { ask, byId, showError } from "./parts.js";
import { say } from "./words.js";

/** Files that hold several texts, or none that can be read here. */
const PACKED = /\.(docx|odt|pdf|xlsx|csv|tsv|json|ndjson)$/i;

const drop = /** @type {HTMLElement} */ (byId("drop"));
byId("file-row").hidden = false;

byId("sample").addEventListener("change", () => {
  if (byId("sample").value) byId("sample-form").requestSubmit();
});

/** @param {File} file */
async function take(file) {
  showError(byId("tag-error"));
  if (!PACKED.test(file.name)) {
    byId("text").value = await file.text();
    byId("text").focus();
    return;
  }
  // What only the service can read goes to the workspace at once.
  const workspace = byId("workspace").value.trim();
  const asked = new URLSearchParams({ name: file.name, workspace, kind: byId("kind").value });
  for (const box of document.querySelectorAll("input[name=framework]:checked")) asked.append("framework", box.getAttribute("value") ?? "");
  byId("tag-status").textContent = say("tag.reading");
  byId("tag-form").setAttribute("aria-busy", "true");
  try {
    const kept = await ask(`documents/imports?${asked}`, { method: "POST", body: file });
    const [first] = kept.documents;
    location.assign(
      kept.documents.length === 1
        ? `/document?${new URLSearchParams({ workspace, id: first.id })}`
        : `/workspaces/${encodeURIComponent(workspace)}`,
    );
  } catch (error) {
    showError(byId("tag-error"), error);
    byId("tag-status").textContent = "";
    byId("tag-form").removeAttribute("aria-busy");
  }
}

byId("file").addEventListener("change", () => {
  const [file] = byId("file").files;
  if (file) take(file);
});
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("is-over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("is-over");
  const file = event.dataTransfer?.files[0];
  if (file) take(file);
});
