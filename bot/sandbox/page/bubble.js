// One message: whose it is, what it quotes, its words, its card, what came with it.

import { el } from "./dom.js";
import { drawCard } from "./card.js";
import { icon } from "./icons.js";
import { drawPieces } from "./media.js";
import { avatar } from "./people.js";
import { store } from "./store.js";

const state = (message) => [
  message.is_waiting && el("p", { class: "quiet" }, "民安正在处理…"),
  message.trouble && el("p", { class: "wrong" }, message.trouble),
];

function quoted(message) {
  if (!message.quote && !message.quoted?.length) return null;
  return el("div", { class: "quoted" }, message.quote && el("p", { class: "quoted-words" }, message.quote), ...drawPieces(message.quoted));
}

function words(message) {
  if (message.card || !message.text || message.is_robot) return null;
  return el("p", { class: "text" }, message.is_voice && el("span", { class: "spoken" }, icon("voice"), "语音"), message.text);
}

/** A press is no message: it stands between the others as a quiet line. */
function press(message) {
  return el("div", { class: "message pressed", dataset: { id: message.id } }, el("p", {}, message.note), ...state(message));
}

/** Return the message as an element; `onQuote` is told what is to be quoted. */
export function drawMessage(message, { isGroup, onQuote, ...onCard }) {
  if (message.note) return press(message);
  const isMine = !message.is_robot && message.sender === store.person.userid;
  return el("div", { class: `message ${isMine ? "mine" : "theirs"}`, dataset: { id: message.id } },
    avatar(message.is_robot ? "民安" : message.name, message.is_robot ? "robot" : ""),
    el("div", { class: "bubble-side" },
      isGroup && !isMine && el("p", { class: "sender" }, message.name),
      el("div", { class: message.card ? "bubble wide" : "bubble" },
        quoted(message), words(message), message.card && drawCard(message.card, onCard), ...drawPieces(message.attachments)),
      ...state(message),
      el("button", { type: "button", class: "plain quote-it", onclick: () => onQuote(message) }, icon("quote"), "引用")));
}
