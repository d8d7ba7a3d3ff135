// One conversation: its messages as the program has stored them.

import { $, el, longMoment, minutesBetween, place } from "./dom.js";
import { get, post, sendOnce } from "./api.js";
import { drawMessage } from "./bubble.js";
import { openComposer, prepareComposer, put, quote } from "./composer.js";
import { showHazard } from "./hazard.js";
import { isFetching } from "./media.js";
import { chatOf, markSeen, store } from "./store.js";

const PAGE = 100;
const QUIET_MINUTES = 5;
const LOOK_AGAIN_MS = 1500;
let limit = PAGE;
let shown = "";
let drawn = new Map();
let tellTrouble = () => {};
let afterReading = () => {};
let lookAgain = 0;
let placedAt = 0;

async function press(card, button, chosen) {
  if (Object.values(chosen).some((ids) => ids.length === 0)) { tellTrouble("还没有选，请先选好再提交"); return; }
  await store.entering;
  try {
    await sendOnce("clicks", { person: store.person.userid, task: card.task, says: button.says, chosen });
    stayAtTheEnd();
    afterReading();
  } catch (error) {
    tellTrouble(error.message);
  }
}

/** Return the element of what has not changed since it was drawn: what is being chosen or read in it stays. */
function once(key, what, draw) {
  const now = JSON.stringify(what);
  if (drawn.get(key)?.now !== now) drawn.set(key, { now, element: draw() });
  return drawn.get(key).element;
}

function bubble(message) {
  return once(message.id, message, () => drawMessage(message, {
    isGroup: chatOf(store.conversation)?.is_group,
    onQuote: quote,
    onNumber: (number) => showHazard(number, tellTrouble),
    onCommand: put,
    onPress: press,
  }));
}

function withTimes(messages) {
  const elements = [];
  let before = null;
  for (const message of messages) {
    if (!before || minutesBetween(before.at, message.at) > QUIET_MINUTES) {
      elements.push(once(`when-${message.id}`, message.at, () => el("p", { class: "when" }, longMoment(message.at))));
    }
    elements.push(bubble(message));
    before = message;
  }
  return elements;
}

function empty(chat) {
  return el("p", { class: "empty" }, chat.is_group
    ? "群里还没有消息。时间往后推，提醒和未办名单会发到这里。"
    : "还没有消息。可以直接打字，例如“二楼东头安全出口堆了轮椅”，也可以点下面的表单。");
}

function older() {
  return once("older", "", () => el("button", {
    type: "button", class: "plain older", onclick: () => { limit += PAGE; refreshTalk(); },
  }, "查看更早的消息"));
}

/** Fetch the open conversation again; draws only where something changed, so that reading is not disturbed. */
export async function refreshTalk() {
  const conversation = store.conversation;
  if (!conversation) return;
  const history = await get("messages", { person: store.person.userid, conversation, limit });
  if (conversation !== store.conversation) return;
  clearTimeout(lookAgain);
  const isUnfinished = history.messages.some((message) => message.is_waiting || isFetching(message));
  if (isUnfinished) lookAgain = setTimeout(() => afterReading(), LOOK_AGAIN_MS);
  const now = JSON.stringify([store.person.userid, conversation, history]);
  if (now === shown) return;
  shown = now;
  draw(history);
}

function draw({ messages, has_more: hasMore }) {
  const box = $("messages");
  const isFollowing = box.scrollTop === placedAt || box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  const numbers = messages.flatMap((message) => message.card?.title.match(/(\d+)号/)?.[1] ?? []);
  store.lastNumber = numbers.at(-1) ?? "";
  place(box, [...(hasMore ? [older()] : []), ...(messages.length ? withTimes(messages) : [empty(chatOf(store.conversation))])]);
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

const stayAtTheEnd = () => { placedAt = $("messages").scrollTop; };

export async function openTalk(conversation) {
  store.conversation = conversation;
  limit = PAGE;
  shown = "";
  drawn = new Map();
  const chat = chatOf(conversation);
  $("talk-title").textContent = chat.title;
  $("talk-sub").textContent = chat.is_group
    ? `${chat.members} 人 · 群里要 @民安 它才看得到，这里自动加上`
    : "私聊，只有自己看得到";
  $("messages").replaceChildren();
  placedAt = 0;
  openComposer(chat);
  store.entering = chat.is_group ? Promise.resolve() : enter();
  await refreshTalk();
  markSeen(chat);
}

// Opening the chat is told to the program, which greets once a day.
async function enter() {
  try {
    await post("entries", { person: store.person.userid });
  } catch (error) {
    tellTrouble(error.message);
  }
}

export function prepareTalk({ onTrouble, onSent }) {
  tellTrouble = onTrouble;
  afterReading = onSent;
  // Who looks at the end still sees it when chosen pictures make the room smaller.
  new ResizeObserver(() => { if ($("messages").scrollTop === placedAt) follow(); }).observe($("messages"));
  prepareComposer({ onTrouble, onSent: () => { stayAtTheEnd(); onSent(); } });
}
