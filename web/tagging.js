// A text -> its skills beside its words.

import { about, ask, byId, capital, counted, element, isAborted, pieces, scoreBar, showError, why } from "./parts.js";

let tagging = new AbortController();

async function tag(event) {
  event?.preventDefault();
  tagging.abort();
  tagging = new AbortController();
  const { signal } = tagging;
  const text = byId("text").value;
  const framework = byId("tag-framework").value;
  const status = byId("tag-status");
  showError(byId("tag-error"));
  byId("tag-columns").hidden = true;
  status.textContent = "Reading …";
  try {
    const tagged = await ask("tag", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, framework: framework ? [framework] : [] }),
      signal,
    });
    const passages = counted(tagged.n_passages, "sentence or list item", "sentences and list items");
    status.textContent = tagged.tags.length
      ? `${counted(tagged.tags.length, "skill")} in ${passages}.`
      : `No skill reaches the least score of ${tagged.min_score} in ${passages}; try another framework or a longer text.`;
    showTags(text, tagged.tags);
  } catch (error) {
    if (isAborted(error)) return;
    status.textContent = "";
    showError(byId("tag-error"), error);
  }
}

function showTags(text, tags) {
  const spans = tags.flatMap((tag, number) =>
    tag.mentions.flatMap((mention) => mention.spans.map((span) => ({ ...span, number }))),
  );
  const shown = pieces(text, spans).map((piece) => {
    if (!piece.spans.length) return piece.text;
    const numbers = [...new Set(piece.spans.map((span) => spans[span].number))];
    const title = numbers.map((number) => tags[number].concept.label).join(", ");
    return element("mark", { "data-tags": numbers.join(" "), title }, piece.text);
  });
  byId("marked").replaceChildren(...shown);
  byId("skills").replaceChildren(...tags.map(skill));
  byId("tag-columns").hidden = tags.length === 0;
  bringIntoView(byId("marked").querySelector("mark"));
}

function skill(tag, number) {
  const on = () => {
    light([number]);
    bringIntoView(byId("marked").querySelector("mark.is-on"));
  };
  const words = [...new Set(tag.mentions.flatMap((mention) => mention.words))];
  const said = words.flatMap((word) => [", ", element("mark", {}, word)]).slice(1);
  return element(
    "li",
    { class: "hit", "data-tag": String(number), onmouseenter: on, onmouseleave: () => light([]), onfocusin: on, onfocusout: () => light([]) },
    element(
      "div",
      { class: "hit-head" },
      element("h3", {}, element("a", { href: `/?${new URLSearchParams({ concept: tag.concept.id })}` }, tag.concept.label)),
      scoreBar(tag.score),
    ),
    about(tag.concept),
    element("p", { class: "said" }, ...said),
    why(tag.reasons),
  );
}

/** Lights the words of some skills, and the skills. @param {number[]} numbers */
function light(numbers) {
  for (const mark of document.querySelectorAll("#marked mark")) {
    const own = (mark.dataset.tags ?? "").split(" ").map(Number);
    mark.classList.toggle("is-on", numbers.some((number) => own.includes(number)));
  }
  for (const skill of document.querySelectorAll("#skills .hit")) {
    skill.classList.toggle("is-on", numbers.includes(Number(skill.dataset.tag)));
  }
}

/** Scrolls the text, never the page. @param {HTMLElement|null} mark */
function bringIntoView(mark) {
  const box = byId("marked");
  if (!mark) return;
  const { top } = box.getBoundingClientRect();
  const above = mark.getBoundingClientRect().top - top;
  const seen = Math.min(box.clientHeight, innerHeight - top);
  if (above < 0 || above > seen - 40) box.scrollTop += above - seen / 3;
}

let samplesAsked = false;

export async function loadSamples() {
  if (samplesAsked) return;
  samplesAsked = true;
  try {
    const { samples } = await ask("samples");
    const group = (sort, label) => {
      const own = samples.filter((sample) => sample.sort === sort);
      const options = own.map((s) => element("option", { value: s.name }, capital(s.name.replaceAll("-", " "))));
      return element("optgroup", { label }, ...options);
    };
    byId("sample").append(group("course", "Courses"), group("posting", "Job postings"));
    byId("sample").addEventListener("change", (event) => {
      const sample = samples.find((s) => s.name === event.target.value);
      if (!sample) return;
      byId("text").value = sample.text;
      tag();
    });
  } catch (error) {
    samplesAsked = false;
    showError(byId("tag-error"), error);
  }
}

byId("tag-form").addEventListener("submit", tag);
byId("marked").addEventListener("mouseover", (event) => {
  const mark = event.target.closest("mark");
  light(mark ? mark.dataset.tags.split(" ").map(Number) : []);
});
byId("marked").addEventListener("mouseleave", () => light([]));
