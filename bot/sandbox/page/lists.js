// The left side: this person's chats, and what was pushed to anybody in the county.

import { $, el, shortMoment } from "./dom.js";
import { get } from "./api.js";
import { avatar } from "./people.js";
import { store, unread } from "./store.js";

function preview(chat) {
  if (!chat.last) return "还没有消息";
  const who = chat.is_group || !chat.last.is_robot ? `${chat.last.is_robot ? "民安" : chat.last.name}：` : "";
  return who + chat.last.text.split("\n")[0];
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

function feedRow(push, onLook) {
  const reader = store.personByUserid.get(push.reader.toLowerCase());
  const where = reader && push.conversation.startsWith("private:") ? `${push.to}（${reader.unit}${reader.title}）` : push.to;
  return el("li", {}, el("button", {
    type: "button", class: push.is_warning ? "push warning" : "push", disabled: !reader,
    onclick: () => onLook(push.reader, push.conversation),
  },
  el("span", { class: "chat-line" },
    el("span", { class: "to" }, `→ ${where}`),
    el("time", { class: "quiet" }, shortMoment(push.at, store.clock?.now), " ", push.at.slice(11, 16) )),
  el("span", { class: "push-title" }, push.title)));
}

export async function drawFeed(onLook) {
  const pushes = await get("feed");
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
