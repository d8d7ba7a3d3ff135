// Speak with the sandbox's own program; every failure becomes one sentence in Chinese.

export class Refused extends Error {}

async function call(path, options) {
  let response;
  try {
    response = await fetch(`/sandbox/${path}`, options);
  } catch {
    throw new Refused("连不上沙盘程序，请确认它还在运行");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(typeof body.detail === "string" ? body.detail : `沙盘程序出错（${response.status}），请刷新页面`);
  }
  return body;
}

export function get(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return call(search ? `${path}?${search}` : path);
}

export function post(path, body) {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Upload a file; return {upload}, the name under which a message brings it. */
export function upload(file) {
  return call("uploads", { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
}

/** Send something once: a repeat after a broken connection carries the same id. */
export async function sendOnce(path, body) {
  const named = { id: crypto.randomUUID(), ...body };
  try {
    return await post(path, named);
  } catch (error) {
    if (!error.message.startsWith("连不上")) throw error;
    await new Promise((resolve) => setTimeout(resolve, 800));
    return post(path, named);
  }
}
