// The clock bar: the sandbox's time, the four pushes, how far a push is, and starting over.

import { $, el, fullMoment, openDialog } from "./dom.js";
import { get, post } from "./api.js";
import { store } from "./store.js";

let tellTrouble = () => {};
let readAt = 0;

export function drawClock(standing) {
  store.clock = standing;
  readAt = performance.now();
  $("now").textContent = fullMoment(standing.now);
  $("now").dateTime = standing.now;
  $("walk").hidden = !standing.is_under_way;
  $("progress").value = standing.progress;
  $("walk-text").textContent = `正在推进到 ${fullMoment(standing.target).slice(5)}（${Math.round(standing.progress * 100)}%）`;
  for (const button of $("moves").querySelectorAll("button")) button.disabled = standing.is_under_way;
  $("reset").disabled = standing.is_under_way;
  if (standing.trouble) tellTrouble(standing.trouble);
}

export async function refreshClock() {
  drawClock(await get("clock"));
}

async function push(move) {
  try {
    drawClock(await post("clock", { move }));
    $("moves").classList.remove("open");
    $("toggle-moves").setAttribute("aria-expanded", "false");
  } catch (error) {
    tellTrouble(error.message);
  }
}

function askReset(onReset) {
  const begin = async () => {
    yes.disabled = true;
    yes.textContent = "正在重置…";
    try {
      drawClock(await post("reset", {}));
      $("ask").close();
      onReset();
    } catch (error) {
      $("ask").close();
      tellTrouble(error.message);
    }
  };
  const yes = el("button", { type: "button", class: "danger", onclick: begin }, "重置");
  openDialog($("ask"), "重置沙盘？",
    el("p", {}, "所有聊天、隐患和任务记录都会清空，重新装入演示县，时间回到 2026年11月23日 10:00。"),
    el("div", { class: "sheet-foot" },
      el("button", { type: "button", class: "plain", onclick: () => $("ask").close() }, "不重置"), yes));
}

export function prepareClock({ onTrouble, onReset }) {
  tellTrouble = onTrouble;
  $("moves").addEventListener("click", (event) => {
    const { move } = event.target.dataset;
    if (move) push(move);
  });
  $("stop").onclick = () => push("stop");
  $("reset").onclick = () => askReset(onReset);
  $("toggle-moves").onclick = () => {
    const isOpen = $("moves").classList.toggle("open");
    $("toggle-moves").setAttribute("aria-expanded", String(isOpen));
  };
  // The minutes go on by themselves; the program is asked again now and then, so that they stay right.
  setInterval(() => { if (performance.now() - readAt > 20000) refreshClock().catch(() => {}); }, 5000);
}
