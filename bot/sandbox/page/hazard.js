// The page behind a hazard's number: its facts, its pictures, everything that happened to it, the rungs of its ladder.

import { $, el, longMoment, openDialog } from "./dom.js";
import { get } from "./api.js";
import { drawPieces } from "./media.js";
import { store } from "./store.js";

function happened(event) {
  return el("li", {},
    el("time", { class: "quiet" }, longMoment(event.at)),
    el("span", {}, el("strong", {}, event.action), event.who && ` ${event.who}`, ` → ${event.state}`),
    event.note && el("span", { class: "note" }, event.note));
}

function rung(one) {
  const when = one.said_at ? `${longMoment(one.said_at)} 已催办` : `${longMoment(one.due_at)} ${one.state}`;
  return el("li", {},
    el("time", { class: "quiet" }, when),
    el("span", {}, el("strong", {}, `第${one.rung}级`), one.told && ` 告知 ${one.told}`));
}

// What was there before and what it is like now stand apart, each with who sent it and when.
function phase({ term, pieces }) {
  return el("section", {}, el("h3", {}, term), el("div", { class: "proofs" }, ...pieces.map((piece) =>
    el("figure", {}, ...drawPieces([piece]),
      el("figcaption", { class: "quiet" }, el("span", {}, piece.who), el("span", {}, longMoment(piece.at)))))));
}

function list(title, items, nothing) {
  return [el("h3", {}, title), items.length ? el("ol", { class: "steps" }, ...items) : el("p", { class: "empty" }, nothing)];
}

export async function showHazard(reference, onTrouble) {
  try {
    const found = await get(`hazards/${encodeURIComponent(reference)}`, { person: store.person.userid });
    openDialog($("hazard"), `${found.number}号隐患`,
      el("p", { class: "states" },
        el("span", { class: "state" }, found.state),
        found.is_major && el("span", { class: "state bad" }, "重大"),
        found.days_over > 0 && el("span", { class: "state bad" }, `已超期 ${found.days_over} 天`),
        el("span", { class: "quiet" }, found.code)),
      el("dl", { class: "facts" }, ...found.facts.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)])),
      found.evidence.length > 0 && el("div", { class: "phases" }, ...found.evidence.map(phase)),
      ...list("经过", found.events.map(happened), "没有更多记录"),
      ...list("逐级催办", found.rungs.map(rung), "没有催办"));
  } catch (error) {
    onTrouble(error.message);
  }
}
