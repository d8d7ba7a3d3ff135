// One conversation: its messages as the program has stored them, and the line for typing.

import { $, el, longMoment, minutesBetween } from "./dom.js";
import { get, say } from "./api.js";
import { drawCard } from "./card.js";
import { drawForms, openForm } from "./forms.js";
import { showHazard } from "./hazard.js";
import { avatar } from "./people.js";
import { chatOf, markSeen, store } from "./store.js";

const PAGE = 100;
const QUIET_MINUTES = 5;
let limit = PAGE;
let shown = "";
let lastNumber = "";
let tellTrouble = () => {};
let afterReading = () => {};
let lookAgain = 0;
let placedAt = 0;

function put(text) {
  $("text").value = text;
  grow();
  $("text").focus();
}

function bubble(message) {
  const isMine = !message.is_robot && message.sender === store.person.userid;
  const chat = chatOf(store.conversation);
  const body = message.card
    ? drawCard(message.card, { onNumber: (number) => showHazard(number, tellTrouble), onCommand: put })
    : el("p", { class: "text" }, message.text);
  return el("div", { class: `message ${isMine ? "mine" : "theirs"}`, dataset: { id: message.id } },
    avatar(message.is_robot ? "民安" : message.name, message.is_robot ? "robot" : ""),
    el("div", { class: "bubble-side" },
      chat?.is_group && !isMine && el("p", { class: "sender" }, message.name),
      el("div", { class: message.card ? "bubble wide" : "bubble" }, body),
      message.is_waiting && el("p", { class: "quiet" }, "民安正在处理…"),
      message.trouble && el("p", { class: "wrong" }, message.trouble)));
}

function withTimes(messages) {
  const drawn = [];
  let before = null;
  for (const message of messages) {
    if (!before || minutesBetween(before.at, message.at) > QUIET_MINUTES) {
      drawn.push(el("p", { class: "when" }, longMoment(message.at)));
    }
    drawn.push(bubble(message));
    before = message;
  }
  return drawn;
}

function empty(chat) {
  return el("p", { class: "empty" }, chat.is_group
    ? "群里还没有消息。时间往后推，提醒和未办名单会发到这里。"
    : "还没有消息。可以直接打字，例如“二楼东头安全出口堆了轮椅”，也可以点下面的表单。");
}

function older() {
  return el("button", { type: "button", class: "plain older", onclick: () => { limit += PAGE; refreshTalk(); } }, "查看更早的消息");
}

/** Fetch the open conversation again; draws only where something changed, so that reading is not disturbed. */
export async function refreshTalk() {
  const conversation = store.conversation;
  if (!conversation) return;
  const history = await get("messages", { person: store.person.userid, conversation, limit });
  if (conversation !== store.conversation) return;
  clearTimeout(lookAgain);
  if (history.messages.some((message) => message.is_waiting)) lookAgain = setTimeout(() => afterReading(), 1500);
  const now = JSON.stringify([store.person.userid, conversation, history]);
  if (now === shown) return;
  shown = now;
  draw(history);
}

function draw({ messages, has_more: hasMore }) {
  const box = $("messages");
  const isFollowing = box.scrollTop === placedAt || box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  const chat = chatOf(store.conversation);
  const numbers = messages.flatMap((message) => message.card?.title.match(/(\d+)号/)?.[1] ?? []);
  lastNumber = numbers.at(-1) ?? "";
  box.replaceChildren(...(hasMore ? [older()] : []), ...(messages.length ? withTimes(messages) : [empty(chat)]));
  if (isFollowing) follow();
}

/** Show the end, but of a message longer than the screen its beginning. */
function follow() {
  const box = $("messages");
  const last = box.lastElementChild;
  const end = box.scrollHeight - box.clientHeight;
  box.scrollTop = last ? Math.min(end, last.offsetTop - box.offsetTop - 12) : end;
  placedAt = box.scrollTop;
}

export async function openTalk(conversation) {
  store.conversation = conversation;
  limit = PAGE;
  shown = "";
  const chat = chatOf(conversation);
  $("talk-title").textContent = chat.title;
  $("talk-sub").textContent = chat.is_group
    ? `${chat.members} 人 · 群里要 @民安 它才看得到，这里自动加上`
    : "私聊，只有自己看得到";
  $("text").placeholder = chat.is_group ? "以本人身份在群里说…" : "对民安说…";
  $("messages").replaceChildren();
  placedAt = 0;
  await refreshTalk();
  markSeen(chat);
}

async function send(text) {
  const chat = chatOf(store.conversation);
  if (!chat) return false;
  const addressed = chat.is_group && !text.includes("@民安") ? `@民安 ${text}` : text;
  $("send").disabled = true;
  try {
    await say({ person: store.person.userid, conversation: chat.conversation, text: addressed });
    placedAt = $("messages").scrollTop;
    afterReading();
    return true;
  } catch (error) {
    tellTrouble(error.message);
    return false;
  } finally {
    $("send").disabled = false;
  }
}

async function sendTyped() {
  const text = $("text").value.trim();
  if (!text) { tellTrouble("请先输入内容再发送"); $("text").focus(); return; }
  if (await send(text)) put("");
}

function grow() {
  const box = $("text");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
}

export function prepareTalk({ onTrouble, onSent }) {
  tellTrouble = onTrouble;
  afterReading = onSent;
  $("say").onsubmit = (event) => { event.preventDefault(); sendTyped(); };
  $("text").oninput = grow;
  $("text").onkeydown = (event) => {
    // Enter that ends the choice of a Chinese word must not send.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendTyped(); }
  };
  drawForms((form) => openForm(form, { 编号: lastNumber }, send));
}
