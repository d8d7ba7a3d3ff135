// Draw what the bot says: title, aligned facts, lines, hints; numbers open the hazard, hints fill the input.

import { el } from "./dom.js";
import { nameOf } from "./store.js";

const LONG_LABEL = 6;

// Not a day (23号 after a month), not a building, a room or a bed.
const NUMBER = /YH\d{8}-\d{3,}|(?<![\d月.\-])\d{1,6}(?=号(?!楼|房|院|床|线|门|公寓))号/g;
const COMMAND = /「([^」]+)」|(?:发|回复|例如)[：:]\s*(.+)$|(?<=可以问[：:].*)([^：:、]+)/g;

/** Return text with every hazard number as a button. */
export function linked(text, onNumber) {
  const pieces = [];
  let from = 0;
  for (const match of text.matchAll(NUMBER)) {
    const reference = match[0].replace(/号$/, "");
    pieces.push(text.slice(from, match.index));
    pieces.push(el("button", {
      type: "button", class: "number", onclick: () => onNumber(reference), title: "查看这条隐患的经过",
    }, match[0]));
    from = match.index + match[0].length;
  }
  pieces.push(text.slice(from));
  return pieces.filter((piece) => piece !== "");
}

function hint(text, onCommand) {
  const pieces = [];
  let from = 0;
  for (const match of text.matchAll(COMMAND)) {
    const command = match[1] ?? match[2] ?? match[3];
    const at = match.index + match[0].indexOf(command);
    pieces.push(text.slice(from, at));
    pieces.push(el("button", { type: "button", class: "command", onclick: () => onCommand(command) }, command));
    from = at + command.length;
  }
  pieces.push(text.slice(from));
  return el("li", {}, ...pieces.filter((piece) => piece !== ""));
}

/** Return the card as an element. */
export function drawCard(card, { onNumber, onCommand }) {
  const facts = card.facts.flatMap(([label, value]) =>
    [el("dt", {}, label), el("dd", {}, ...linked(value, onNumber))]);
  const hasLongLabel = card.facts.some(([label]) => label.length > LONG_LABEL);
  return el("div", { class: card.is_warning ? "card warning" : "card" },
    el("p", { class: "card-title" },
      card.is_warning && el("span", { class: "flag" }, "警示"), ...linked(card.title, onNumber)),
    facts.length > 0 && el("dl", { class: hasLongLabel ? "long-labels" : null }, ...facts),
    ...card.lines.map((line) => el("p", { class: "card-line" }, ...linked(line, onNumber))),
    card.link && /^(https?:\/\/|\/)/.test(card.link) && el("p", {}, el("a", { href: card.link }, "打开查看")),
    card.hints.length > 0 && el("ul", { class: "hints" }, ...card.hints.map((text) => hint(text, onCommand))),
    card.mentions.length > 0 && el("p", { class: "mentions" }, card.mentions.map((userid) => `@${nameOf(userid)}`).join(" ")));
}
