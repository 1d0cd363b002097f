// Links marked with what they stand for -> copied when chosen. Without it they are links.

const said = document.getElementById("copied");

for (const link of document.querySelectorAll("a[data-copy]")) {
  if (!(link instanceof HTMLAnchorElement) || !navigator.clipboard) continue;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigator.clipboard
      .writeText(link.href)
      .then(() => {
        if (said) said.textContent = link.dataset.copied ?? "";
      })
      .catch(() => location.assign(link.href));
  });
}
