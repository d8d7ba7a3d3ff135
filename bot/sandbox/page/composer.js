// The line for typing, with what is sent beside words: chosen pictures, files, places, voices, a quoted message.

import { $, el } from "./dom.js";
import { sendOnce, upload } from "./api.js";
import { askPlace, askVoice, silence } from "./attach.js";
import { drawForms, openForm } from "./forms.js";
import { icon } from "./icons.js";
import { chatOf, store } from "./store.js";

const MOST_PICTURES = 9;
const LONGEST_MESSAGE_PX = 140;
let tellTrouble = () => {};
let afterSending = () => {};
let pictures = []; // [{file, address}]
let quotedMessage = null;

/** Fill the line and let the person go on. */
export function put(text) {
  $("text").value = text;
  grow();
  $("text").focus();
}

/** Make the line ready for a chat: what was chosen for another one is dropped. */
export function openComposer(chat) {
  $("text").placeholder = chat.is_group ? "在群里说…" : "对民安说…";
  dropPictures();
  quote(null);
  showTools(false);
}

export function quote(message) {
  quotedMessage = message;
  $("quoting").hidden = !message;
  if (!message) return;
  $("quoting").replaceChildren(
    el("p", { class: "quoted-words" }, `引用 ${message.name}：${message.preview}`),
    el("button", { type: "button", class: "plain icon-button", "aria-label": "不引用了", onclick: () => quote(null) }, icon("close")));
  $("text").focus();
}

/** Return why something cannot be sent in this chat, "" where it can. */
const refusal = (kind) => (chatOf(store.conversation)?.is_group ? store.notInGroups[kind] : "");

function addPictures(files) {
  const added = files.filter((file) => file.type.startsWith("image/")).map((file) => ({ file, address: URL.createObjectURL(file) }));
  if (added.length < files.length) tellTrouble("这里只能选图片，别的文件请点“更多”里的“文件”");
  pictures = [...pictures, ...added];
  if (pictures.length > MOST_PICTURES) tellTrouble(`一次最多 ${MOST_PICTURES} 张图片`);
  for (const one of pictures.splice(MOST_PICTURES)) URL.revokeObjectURL(one.address);
  drawTray();
  showTools(false);
  $("text").focus();
}

function dropPictures(gone = pictures) {
  for (const one of gone) URL.revokeObjectURL(one.address);
  pictures = pictures.filter((one) => !gone.includes(one));
  drawTray();
}

function drawTray() {
  $("tray").hidden = pictures.length === 0;
  $("tray").replaceChildren(...pictures.map((one) => el("div", { class: "chosen" },
    el("img", { src: one.address, alt: one.file.name }),
    el("button", { type: "button", "aria-label": `不发 ${one.file.name}`, onclick: () => dropPictures([one]) }, icon("close")))));
}

async function mediaOf(file, kind) {
  const { upload: name } = await upload(file);
  return { kind, upload: name, name: (file.name ?? "").slice(-200) };
}

/** Send one message; return whether it was stored. Its `files` are uploaded before. */
async function send({ text = "", files = [], kind = "image", ...more }) {
  const chat = chatOf(store.conversation);
  if (!chat) return false;
  const addressed = chat.is_group && text && !text.includes("@民安") ? `@民安 ${text}` : text;
  const message = { person: store.person.userid, conversation: chat.conversation, text: addressed, quote: quotedMessage?.id ?? "", ...more };
  busy(true);
  // Whoever opens a chat is greeted before what they say is answered.
  await store.entering;
  try {
    const media = [];
    for (const file of files) media.push(await mediaOf(file, kind));
    await sendOnce("messages", { ...message, media });
    quote(null);
    afterSending();
    return true;
  } catch (error) {
    tellTrouble(error.message);
    return false;
  } finally {
    busy(false);
  }
}

function busy(is) {
  $("send").disabled = is;
  $("say").setAttribute("aria-busy", String(is));
}

async function sendTyped() {
  if ($("send").disabled) return;
  const typed = $("text").value;
  const text = typed.trim();
  if (!text && pictures.length === 0) { tellTrouble("请先输入内容再发送"); $("text").focus(); return; }
  if (!text) { await sendPicturesAlone(); return; }
  const sent = pictures;
  if (await send({ text, files: sent.map((one) => one.file) })) { dropPictures(sent); takeOut(typed); }
}

// What was written or filled in while the message was on its way is the next one.
function takeOut(typed) {
  const now = $("text").value;
  if (now.startsWith(typed)) put(now.slice(typed.length));
}

// As on the platform: without words every picture is a message of its own, and none of them reaches a group's bot.
async function sendPicturesAlone() {
  if (refusal("image")) { tellTrouble(refusal("image")); $("text").focus(); return; }
  for (const one of pictures) {
    if (!await send({ files: [one.file] })) return;
    dropPictures([one]);
  }
}

function sendFile(file) {
  return send({ files: [file], kind: file.type.startsWith("video/") ? "video" : "file" });
}

function grow() {
  const box = $("text");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, LONGEST_MESSAGE_PX)}px`;
}

function showTools(is) {
  $("tools").hidden = !is;
  $("more").setAttribute("aria-expanded", String(is));
}

function tool(kind, name, onclick) {
  return el("button", {
    type: "button",
    onclick: () => { showTools(false); if (refusal(kind)) tellTrouble(refusal(kind)); else onclick(); },
  }, icon(kind === "location" ? "place" : kind), name);
}

function prepareTools() {
  $("pick-pictures").append(icon("camera"));
  $("more").append(icon("more"));
  $("tools").append(
    tool("file", "文件", () => $("file").click()),
    tool("location", "位置", () => askPlace((place) => send({ place }))),
    tool("voice", "语音", () => askVoice({
      onWords: (text) => send({ text, is_voice: true }),
      onSound: () => send({ files: [silence()], kind: "voice" }),
    })));
  $("pick-pictures").onclick = () => $("pictures").click();
  $("more").onclick = () => showTools($("tools").hidden);
  for (const [name, take] of [["pictures", addPictures], ["file", ([file]) => file && sendFile(file)]]) {
    // Emptied, so that the same file can be chosen again.
    $(name).onchange = () => { take([...$(name).files]); $(name).value = ""; };
  }
}

export function prepareComposer({ onTrouble, onSent }) {
  tellTrouble = onTrouble;
  afterSending = onSent;
  $("say").onsubmit = (event) => { event.preventDefault(); sendTyped(); };
  $("text").oninput = grow;
  $("text").onkeydown = (event) => {
    // Enter that ends the choice of a Chinese word must not send.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendTyped(); }
  };
  prepareTools();
  drawForms((form) => openForm(form, { 编号: store.lastNumber }, (text) => send({ text })));
}
