// Draw what the bot says: title, aligned facts, lines, hints, buttons; numbers open the hazard, hints fill the input.

import { el } from "./dom.js";
import { nameOf } from "./store.js";

const LONG_LABEL = 6;
const MOST_RADIOS = 6;

// Not a day (23号 after a month), not a building, a room or a bed.
const NUMBER = /YH\d{8}-\d{3,}|(?<![\d月.\-])\d{1,6}(?=号(?!楼|房|院|床|线|门|公寓))号/g;
const COMMAND = /「([^」]+)」|(?:发|回复|例如)[：:]\s*(.+?)(?=，[^，：:]*(?:发|例如)[：:]|$)|(?<=可以问[：:].*)([^：:、]+)/g;

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

/** What a button does needs no words to type; a card that is closed asks for nothing. */
function hintsBeside(card) {
  if (card.closed_as) return [];
  const said = card.buttons.map((one) => one.says.split("{")[0].trim()).filter((words) => words.length > 1);
  return card.hints.filter((text) => !said.some((words) => text.includes(words)));
}

function button(one, attributes) {
  return el("button", { class: one.is_main ? "primary" : null, ...attributes }, one.text);
}

function option(choice, [says, shown], name) {
  return el("label", { class: "option" },
    el("input", { type: choice.takes_several ? "checkbox" : "radio", name, value: says }), el("span", {}, shown));
}

function field(choice, task) {
  const name = `${task}-${choice.key}`;
  if (choice.takes_several || choice.options.length <= MOST_RADIOS) {
    return el("fieldset", { dataset: { key: choice.key } },
      el("legend", {}, choice.title, choice.takes_several && el("span", { class: "quiet" }, "（可多选）")),
      el("div", { class: "options" }, ...choice.options.map((one) => option(choice, one, name))));
  }
  return el("label", { class: "field", dataset: { key: choice.key } }, choice.title,
    el("select", { name }, el("option", { value: "" }, "请选择"),
      ...choice.options.map(([says, shown]) => el("option", { value: says }, shown))));
}

function chosenIn(form) {
  return Object.fromEntries([...form.querySelectorAll("[data-key]")].map((one) =>
    [one.dataset.key, [...one.querySelectorAll("input:checked, select")].map((control) => control.value).filter(Boolean)]));
}

/** Return the buttons, with what is to be chosen before; a press is told once, however often it is hit. */
function pressable(card, onPress) {
  const only = card.choices.length ? card.buttons[0] : null;
  const press = async (one, chosen) => {
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    await onPress(card, one, chosen);
    form.setAttribute("aria-busy", "false");
  };
  const submit = (event) => { event.preventDefault(); if (only) press(only, chosenIn(form)); };
  const form = el("form", { class: "press", onsubmit: submit },
    ...card.choices.map((choice) => field(choice, card.task)),
    el("div", { class: "buttons" }, ...(only
      ? [button(only, { type: "submit" })]
      : card.buttons.map((one) => button(one, { type: "button", onclick: () => press(one, {}) })))));
  return form;
}

/** Return the card as an element. */
export function drawCard(card, { onNumber, onCommand, onPress }) {
  const facts = card.facts.flatMap(([label, value]) =>
    [el("dt", {}, label), el("dd", {}, ...linked(value, onNumber))]);
  const hasLongLabel = card.facts.some(([label]) => label.length > LONG_LABEL);
  const hints = hintsBeside(card);
  return el("div", { class: `card${card.is_warning ? " warning" : ""}${card.closed_as ? " closed" : ""}` },
    el("p", { class: "card-title" },
      card.is_warning && el("span", { class: "flag" }, "警示"), ...linked(card.title, onNumber)),
    facts.length > 0 && el("dl", { class: hasLongLabel ? "long-labels" : null }, ...facts),
    ...card.lines.map((line) => el("p", { class: "card-line" }, ...linked(line, onNumber))),
    card.link && /^(https?:\/\/|\/)/.test(card.link) && el("p", {}, el("a", { href: card.link }, "打开查看")),
    hints.length > 0 && el("ul", { class: "hints" }, ...hints.map((text) => hint(text, onCommand))),
    card.closed_as && el("p", { class: "closed-as" }, card.closed_as),
    !card.closed_as && card.buttons.length > 0 && pressable(card, onPress),
    card.mentions.length > 0 && el("p", { class: "mentions" }, card.mentions.map((userid) => `@${nameOf(userid)}`).join(" ")));
}
