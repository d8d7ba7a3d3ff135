// What this page knows at the moment; everything in it can be fetched again.

export const store = {
  person: null,        // {userid, name, unit, town, title}
  people: [],
  personByUserid: new Map(),
  groups: [],
  quickPicks: [],      // [{userid, label}]
  notInGroups: {},     // why what does not reach the bot in a group, by kind
  chats: [],
  conversation: null,
  entering: Promise.resolve(), // done once the program knows that the chat was opened
  clock: null,
  lastNumber: "",      // of the hazard that was spoken of last
};

const SEEN = "minan-sandbox-seen";

function seenByPerson() {
  try { return JSON.parse(localStorage.getItem(SEEN)) || {}; } catch { return {}; }
}

/** How many messages this person has not looked at in this chat. */
export function unread(chat) {
  const seen = seenByPerson()[store.person.userid]?.[chat.conversation] ?? 0;
  return Math.max(0, chat.arrived - seen);
}

export function markSeen(chat) {
  const all = seenByPerson();
  (all[store.person.userid] ??= {})[chat.conversation] = chat.arrived;
  localStorage.setItem(SEEN, JSON.stringify(all));
}

export function forgetSeen() {
  localStorage.removeItem(SEEN);
}

// Per tab: two tabs side by side can be two people.
export const rememberPerson = (userid) => sessionStorage.setItem("minan-sandbox-person", userid);
export const rememberedPerson = () => sessionStorage.getItem("minan-sandbox-person");

export const chatOf = (conversation) => store.chats.find((chat) => chat.conversation === conversation);
export const nameOf = (userid) => store.personByUserid.get(userid.toLowerCase())?.name ?? userid;
