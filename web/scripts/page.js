// What every page has: its keys, and the list of them.

/** Whether keys are letters of a text there. @param {EventTarget|null} target */
export const isWriting = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=file])"));

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("keys"));
const opener = /** @type {HTMLButtonElement} */ (document.getElementById("keys-open"));
opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || dialog.open) return;
  if (event.key === "?") {
    event.preventDefault();
    dialog.showModal();
  } else if (event.key === "/") {
    event.preventDefault();
    const box = document.getElementById("q");
    if (box instanceof HTMLInputElement) {
      box.focus();
      box.select();
    } else location.assign("/#q");
  }
});

if (location.hash === "#q") document.getElementById("q")?.focus();
