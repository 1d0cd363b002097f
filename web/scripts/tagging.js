// A text -> its skills beside its words.

import { about, ask, byId, capital, counted, element, isAborted, pieces, plain, scoreBar, showError, why } from "./parts.js";

let tagging = new AbortController();

async function tag(event) {
  event?.preventDefault();
  tagging.abort();
  tagging = new AbortController();
  const { signal } = tagging;
  const text = byId("text").value;
  const framework = byId("tag-framework").value;
  const kind = byId("tag-kind").value;
  const status = byId("tag-status");
  showError(byId("tag-error"));
  byId("tag-columns").hidden = true;
  status.textContent = "Reading …";
  try {
    const tagged = await ask("tag", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, kind, framework: framework ? [framework] : [] }),
      signal,
    });
    const passages = counted(tagged.n_passages, "sentence or list item", "sentences and list items");
    status.textContent = tagged.tags.length
      ? `${counted(tagged.tags.length, "skill")} in ${passages}.`
      : `No skill reaches the least score of ${tagged.min_score} in ${passages}; try another framework or a longer text.`;
    showTags(tagged.text ?? text, tagged);
  } catch (error) {
    if (isAborted(error)) return;
    status.textContent = "";
    showError(byId("tag-error"), error);
  }
}

/** Roles of sections that say nothing of skills. */
const unread = new Set(["benefits", "company", "equal_opportunity", "details"]);

/** @param {string} text @param {any} tagged */
function showTags(text, tagged) {
  const { tags, sections, left_out: leftOut } = tagged;
  const words = tags.flatMap((tag, number) =>
    tag.mentions.flatMap((mention) => mention.spans.map((span) => ({ ...span, number }))),
  );
  const firstSection = words.length;
  const firstLeftOut = firstSection + sections.length;
  const spans = [...words, ...sections.map((section) => section.span), ...leftOut];
  const shown = [];
  let open = null;
  let part = null;
  for (const piece of pieces(text, spans)) {
    const numbers = [...new Set(piece.spans.filter((s) => s < firstSection).map((s) => spans[s].number))];
    const section = piece.spans.find((s) => s >= firstSection && s < firstLeftOut) ?? null;
    const isLeftOut = piece.spans.some((s) => s >= firstLeftOut);
    const made = numbers.length ? mark(piece.text, numbers, tags) : isLeftOut ? skipped(piece.text) : piece.text;
    if (section === null && part && !piece.text.trim()) {
      // The blank lines after a section belong to its block, or they would stand there twice.
      part.append(made);
      continue;
    }
    if (section === null) {
      part = null;
      shown.push(made);
    } else if (section === open) {
      part.append(made);
    } else {
      part = sectionPart(sections[section - firstSection].role, made);
      shown.push(part);
    }
    open = section;
  }
  byId("marked").replaceChildren(...shown);
  byId("read-as").textContent = readAs(tagged);
  byId("skills").replaceChildren(...tags.map(skill));
  byId("tag-columns").hidden = tags.length === 0 && sections.length === 0;
  bringIntoView(byId("marked").querySelector("mark"));
}

function mark(text, numbers, tags) {
  const title = numbers.map((number) => tags[number].concept.label).join(", ");
  return element("mark", { "data-tags": numbers.join(" "), title }, text);
}

const skipped = (text) => element("span", { class: "left-out", title: "not read: says nothing of skills" }, text);

function sectionPart(role, content) {
  const isUnread = unread.has(role);
  const title = isUnread ? "not read: says nothing of skills" : null;
  return element("span", { class: isUnread ? "part unread" : "part", "data-section": plain(role), title }, content);
}

/** "Read as a posting, in English." @param {any} tagged */
function readAs({ kind, language, credit }) {
  const name = new Intl.DisplayNames(["en"], { type: "language" }).of(language.tag) ?? language.tag;
  const sort = { posting: "a job posting", course: "a course", other: "a text" }[kind];
  const why = { detected: " (detected)", assumed: " (too short to tell)", asked: "" }[language.source];
  const said = [
    credit?.credits ? counted(credit.credits, "credit") : null,
    credit?.hours ? counted(credit.hours, "hour") : null,
    credit?.level ? `level ${credit.level}` : null,
  ].filter(Boolean);
  return `Read as ${sort}, in ${name}${why}${said.length ? `; ${said.join(", ")}` : ""}. Grey parts say nothing of skills.`;
}

/** What is asked of a skill: whether it has to be there, at which level, and where the text says so. */
function asked(tag) {
  const { years, proficiency, bloom } = tag.level;
  const said = [years ? `${years}+ ${years === 1 ? "year" : "years"}` : null, proficiency, bloom].filter(Boolean);
  const sections = [...new Set(tag.mentions.map((mention) => plain(mention.section)))];
  return element(
    "p",
    { class: "asked" },
    tag.requirement === "unstated" ? null : element("span", { class: `chip ${tag.requirement}` }, tag.requirement),
    ...said.map((level) => element("span", { class: "chip" }, level)),
    element("span", { class: "from" }, `in ${sections.join(", ")}`),
  );
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
      element("h3", {}, element("a", { href: `/concepts?${new URLSearchParams({ id: tag.concept.id })}` }, tag.concept.label)),
      scoreBar(tag.score),
    ),
    about(tag.concept),
    asked(tag),
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

async function loadSamples() {
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
      byId("tag-kind").value = "";
      tag();
    });
  } catch (error) {
    samplesAsked = false;
    showError(byId("tag-error"), error);
  }
}

byId("tag-form").addEventListener("submit", tag);
byId("tag-kind").addEventListener("change", () => byId("text").value.trim() && tag());
byId("marked").addEventListener("mouseover", (event) => {
  const mark = event.target.closest("mark");
  light(mark ? mark.dataset.tags.split(" ").map(Number) : []);
});
byId("marked").addEventListener("mouseleave", () => light([]));
loadSamples();
