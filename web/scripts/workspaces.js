// A catalogue as a file: sent whole, then its workspace is shown.

import { ask, byId, showError } from "./parts.js";
import { say } from "./words.js";

const form = /** @type {HTMLFormElement} */ (byId("catalogue"));
byId("file-row").hidden = false;

form.addEventListener("submit", async (event) => {
  const [file] = byId("file").files;
  if (!file) return;
  event.preventDefault();
  const workspace = byId("workspace").value.trim();
  const asked = new URLSearchParams({ name: file.name, workspace, kind: byId("kind").value });
  for (const box of form.querySelectorAll("input[name=framework]:checked")) asked.append("framework", box.getAttribute("value") ?? "");
  showError(byId("import-error"));
  byId("import-status").textContent = say("tag.reading");
  form.setAttribute("aria-busy", "true");
  try {
    await ask(`documents/imports?${asked}`, { method: "POST", body: file });
    location.assign(`/workspaces/${encodeURIComponent(workspace)}`);
  } catch (error) {
    form.removeAttribute("aria-busy");
    byId("import-status").textContent = "";
    showError(byId("import-error"), error);
  }
});
