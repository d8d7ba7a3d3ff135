// The left side: this person's chats, and what was pushed to anybody in the county.

import { $, el, moment, shortMoment } from "./dom.js";
import { get } from "./api.js";
import { avatar } from "./people.js";
import { store, unread } from "./store.js";

let drawn = "";

function preview(chat) {
  if (!chat.last) return "还没有消息";
  const who = chat.is_group || !chat.last.is_robot ? `${chat.last.is_robot ? "民安" : chat.last.name}：` : "";
  return chat.last.note ?? who + chat.last.preview.split("\n")[0];
}

function chatRow(chat, onOpen) {
  const count = unread(chat);
  return el("li", {}, el("button", {
    type: "button", class: "chat", "aria-current": chat.conversation === store.conversation ? "true" : null,
    onclick: () => onOpen(chat.conversation),
  },
  avatar(chat.is_group ? "群" : "民安", chat.is_group ? "group" : "robot"),
  el("span", { class: "who" },
    el("span", { class: "chat-line" },
      el("strong", {}, chat.title),
      chat.last && el("time", { class: "quiet" }, shortMoment(chat.last.at, store.clock?.now))),
    el("span", { class: "chat-line" },
      el("span", { class: "preview" }, preview(chat)),
      count > 0 && el("span", { class: "badge" }, count > 99 ? "99+" : String(count), el("span", { class: "unseen" }, "条未读"))))));
}

export function drawChats(onOpen) {
  $("chats").replaceChildren(...store.chats.map((chat) => chatRow(chat, onOpen)));
  const total = store.chats.reduce((sum, chat) => sum + unread(chat), 0);
  document.title = total ? `（${total}）民安 · 沙盘演示` : "民安 · 沙盘演示";
}

function nameOfReader(one) {
  const reader = store.personByUserid.get(one.reader.toLowerCase());
  return reader && one.conversation.startsWith("private:") ? `${one.to}（${reader.unit}${reader.title}）` : one.to;
}

function lookButton(one, onLook, push) {
  return el("button", {
    type: "button", class: push?.is_warning ? "push warning" : "push", disabled: !one.reader,
    onclick: () => onLook(one.reader, one.conversation),
  }, push && el("span", { class: "push-title" }, push.title),
  el("span", { class: "chat-line" },
    el("span", { class: "to" }, `→ ${nameOfReader(one)}`),
    push && el("time", { class: "quiet" }, moment(push.at, store.clock.now))));
}

// The same words to many at once are one line that opens.
function feedRow(push, onLook) {
  if (push.to.length === 1) return el("li", {}, lookButton(push.to[0], onLook, push));
  return el("li", {}, el("details", {},
    el("summary", { class: push.is_warning ? "push warning" : "push" },
      el("span", { class: "push-title" }, push.title),
      el("span", { class: "chat-line" },
        el("span", { class: "to" }, `→ ${nameOfReader(push.to[0])} 等 ${push.to.length} 处（点开）`),
        el("time", { class: "quiet" }, moment(push.at, store.clock.now)))),
    ...push.to.map((one) => lookButton(one, onLook))));
}

export async function drawFeed(onLook) {
  const pushes = await get("feed");
  const now = JSON.stringify(pushes);
  if (now === drawn && $("feed").childElementCount) return;
  drawn = now;
  $("feed").replaceChildren(
    el("p", { class: "quiet feed-help" }, "民安主动发出的提醒和催办。点一条，就换成收到它的人去看。"),
    pushes.length
      ? el("ul", {}, ...pushes.map((push) => feedRow(push, onLook)))
      : el("p", { class: "empty" }, "还没有推送。把时间往后推，看看会发生什么。"));
}

export function chooseTab(name) {
  for (const tab of ["chats", "feed"]) {
    $(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
    $(tab).hidden = tab !== name;
  }
}
