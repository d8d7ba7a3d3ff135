// Put the page together: who I am, which chat is open, and what the program pushes.

import { $, el } from "./dom.js";
import { get } from "./api.js";
import { drawClock, prepareClock, refreshClock } from "./clock.js";
import { chooseTab, drawChats, drawFeed } from "./lists.js";
import { choosePerson, drawMe, drawPicks } from "./people.js";
import { chatOf, forgetSeen, markSeen, rememberedPerson, rememberPerson, store } from "./store.js";
import { openTalk, prepareTalk, refreshTalk } from "./talk.js";

const GATHER_MS = 250;
let hideNotice = 0;
let gathering = 0;
let turns = 0;
const isNarrow = () => matchMedia("(max-width: 760px)").matches;

function tell(text) {
  $("notice").textContent = text;
  $("notice").hidden = false;
  clearTimeout(hideNotice);
  hideNotice = setTimeout(() => { $("notice").hidden = true; }, 6000);
}

/** Fetch what is on the screen again; many pushes at once become one fetch. */
function refreshSoon() {
  if (gathering) return;
  const wait = store.clock?.is_under_way ? GATHER_MS * 4 : GATHER_MS;
  gathering = setTimeout(async () => {
    gathering = 0;
    try { await refresh(); } catch (error) { tell(error.message); }
  }, wait);
}

function hear(event) {
  const { conversation } = JSON.parse(event.data);
  if (chatOf(conversation) || !$("feed").hidden) refreshSoon();
}

async function refresh() {
  if (!store.person) return;
  const asked = store.person.userid;
  const chats = await get("chats", { person: asked });
  if (asked !== store.person.userid) return;
  store.chats = chats;
  const open = chatOf(store.conversation);
  if (open && isVisible()) { await refreshTalk(); markSeen(open); }
  drawChats(open_);
  if (!$("feed").hidden) await drawFeed(look);
}

const isVisible = () => !document.hidden && (!isNarrow() || document.body.dataset.pane === "talk");

async function open_(conversation) {
  const before = document.activeElement;
  try {
    document.body.dataset.pane = "talk";
    if (isNarrow()) history.pushState({ pane: "talk" }, "");
    await openTalk(conversation);
    // Who went elsewhere while the chat was fetched stays there.
    const isWaitedFor = [before, document.body].includes(document.activeElement);
    drawChats(open_);
    if (!isNarrow() && isWaitedFor) $("text").focus();
  } catch (error) {
    tell(error.message);
  }
}

async function become(userid, conversation = `private:${userid}`) {
  const person = store.personByUserid.get(userid.toLowerCase());
  if (!person) return;
  const turn = ++turns;
  let chats;
  try {
    chats = await get("chats", { person: person.userid });
  } catch (error) {
    tell(error.message);
    return;
  }
  if (turn !== turns) return;
  // All at once: what is typed meanwhile still belongs to the person before.
  Object.assign(store, { person, chats, conversation: null });
  rememberPerson(person.userid);
  drawMe(() => choosePerson(become));
  drawPicks((one) => become(one));
  const wanted = chatOf(conversation) ? conversation : store.chats[0].conversation;
  if (isNarrow() && document.body.dataset.pane === "list" && conversation === `private:${userid}`) drawChats(open_);
  else await open_(wanted);
}

// Look at a push through the eyes of somebody who got it.
async function look(reader, conversation) {
  document.body.dataset.pane = "talk";
  await become(reader, conversation);
}

function listen() {
  const source = new EventSource("/sandbox/events");
  source.addEventListener("open", () => {
    document.body.classList.remove("cut-off");
    refreshClock().catch(() => {});
    refreshSoon();
  });
  source.addEventListener("message", hear);
  source.addEventListener("clock", (event) => drawClock(JSON.parse(event.data)));
  source.addEventListener("reset", startOver);
  source.onerror = () => { document.body.classList.add("cut-off"); tell("和沙盘程序断开了，正在重新连接…"); };
}

async function startOver() {
  forgetSeen();
  await begin();
  tell("沙盘已重置，时间回到 2026年11月23日 10:00");
}

async function begin() {
  const county = await get("people");
  Object.assign(store, { people: county.people, groups: county.groups, quickPicks: county.quick_picks, notInGroups: county.not_in_groups, conversation: null });
  store.personByUserid = new Map(county.people.map((person) => [person.userid.toLowerCase(), person]));
  await refreshClock();
  await become(rememberedPerson() ?? store.quickPicks[0]?.userid ?? store.people[0].userid);
}

function prepare() {
  prepareClock({ onTrouble: tell, onReset: () => {} });
  prepareTalk({ onTrouble: tell, onSent: refreshSoon });
  $("tab-chats").onclick = () => chooseTab("chats");
  $("tab-feed").onclick = () => { chooseTab("feed"); drawFeed(look).catch((error) => tell(error.message)); };
  const toList = () => { document.body.dataset.pane = "list"; store.conversation = null; refreshSoon(); };
  $("back").onclick = () => (history.state?.pane === "talk" ? history.back() : toList());
  addEventListener("popstate", () => { if (isNarrow()) toList(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refreshSoon(); });
}

prepare();
begin().then(listen).catch((error) => {
  $("messages").replaceChildren(el("p", { class: "empty" }, `${error.message}。请刷新页面重试。`));
  tell(error.message);
});
