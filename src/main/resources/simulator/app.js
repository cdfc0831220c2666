import { bubble } from "/page/bubble.js";

const byId = (id) => document.getElementById(id);
const POLL_MS = 700;
let chosen = null;
let number = "";
let shown = "";
let listed = "";
let follows = true;

async function call(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, options);
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error?.message ?? `The simulator answered ${answer.status}`);
  return json;
}

function problem(text) {
  byId("problem").textContent = text;
  byId("problem").hidden = !text;
}

/** Sends as the chosen customer; the business hears of it by webhook. */
async function write(message) {
  if (!chosen) return;
  const who = chosen.wa_id ? { from: chosen.wa_id } : { user_id: chosen.user_id };
  try {
    await call("/control/inbound", { ...who, to: number, ...message });
    problem("");
    await refresh();
  } catch (e) {
    problem(e.message);
  }
}

function choose(customer) {
  chosen = customer;
  shown = "";
  listed = "";
  document.body.classList.add("chatting");
  document.querySelector(".write").classList.remove("off");
  byId("text").disabled = false;
  byId("send").disabled = false;
  byId("as").textContent = `You are ${label(customer)}`;
  byId("text").focus();
  refresh();
}

function label(customer) {
  const phone = customer.wa_id ? `+${customer.wa_id}` : customer.user_id;
  return customer.name && customer.name !== phone ? customer.name : phone;
}

function drawCustomers(customers) {
  const now = JSON.stringify([customers, chosen?.key]);
  if (now === listed) return;
  listed = now;
  byId("nobody").hidden = customers.length > 0;
  byId("customers").replaceChildren(...customers.map((customer) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-current", String(customer.key === chosen?.key));
    const name = document.createElement("span");
    name.dir = "auto";
    name.textContent = label(customer);
    const phone = document.createElement("small");
    phone.dir = "ltr";
    phone.textContent = customer.phone_hidden ? customer.user_id : `+${customer.wa_id}`;
    button.append(name, phone);
    button.addEventListener("click", () => choose(customer));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
}

function drawThread(messages) {
  const now = JSON.stringify(messages);
  if (now === shown) return;
  shown = now;
  const list = byId("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const known = new Map(messages.map((it) => [it.wamid, it]));
  list.replaceChildren(...messages.map((it) => bubble(it, known, { write, openRows })));
  if (messages.length === 0) {
    const empty = document.createElement("li");
    empty.className = "empty";
    empty.textContent = "No messages yet. What you type here reaches the business by webhook.";
    list.append(empty);
  }
  follows = atEnd || messages.length < 3;
  if (follows) list.scrollTop = list.scrollHeight;
}

/** The rows of a list message, to tap one. */
function openRows(message) {
  const action = message.content.action;
  byId("rows-title").textContent = action.button;
  byId("rows-list").replaceChildren(...action.sections.flatMap((section) => {
    const title = document.createElement("h3");
    title.dir = "auto";
    title.textContent = section.title ?? "";
    return [title, ...section.rows.map((row) => rowButton(message, row))];
  }));
  byId("rows").showModal();
}

function rowButton(message, row) {
  const button = document.createElement("button");
  button.type = "button";
  button.dir = "auto";
  button.textContent = row.title;
  if (row.description) {
    const more = document.createElement("small");
    more.textContent = row.description;
    button.append(more);
  }
  button.addEventListener("click", () => {
    byId("rows").close();
    const reply = { id: row.id, title: row.title };
    if (row.description) reply.description = row.description;
    write({
      type: "interactive",
      interactive: { type: "list_reply", list_reply: reply },
      reply_to: message.wamid,
    });
  });
  return button;
}

async function refresh() {
  try {
    const { customers } = await call("/control/customers");
    drawCustomers(customers);
    if (chosen) {
      const query = new URLSearchParams({ user: chosen.key, number });
      const thread = await call(`/control/thread?${query}`);
      drawThread(thread.messages);
    }
    const state = await call("/control/state");
    const waiting = state.pending_webhooks;
    byId("state").textContent = `${state.accepted} accepted · ${waiting} webhooks waiting · ${state.now.slice(0, 16).replace("T", " ")} UTC`;
  } catch (e) {
    byId("state").textContent = "the simulator does not answer";
  }
}

async function loop() {
  if (!document.hidden) await refresh();
  setTimeout(loop, POLL_MS);
}

async function numbers() {
  const { numbers: all } = await call("/control/numbers");
  const select = byId("number");
  select.replaceChildren(...all.map((it) => new Option(`${it.name} (+${it.number})`, it.id)));
  select.hidden = all.length < 2;
  const use = () => {
    number = select.value;
    shown = "";
    byId("shop").textContent = all.find((it) => it.id === number).name;
    refresh();
  };
  select.addEventListener("change", use);
  use();
}

function kindOf(type) {
  const kind = type.split("/")[0];
  return ["image", "audio", "video"].includes(kind) ? kind : "document";
}

byId("new-customer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const phone = `+${byId("new-phone").value.replace(/[^0-9]/g, "")}`;
  const name = byId("new-name").value.trim();
  try {
    const made = await call("/control/users", name ? { phone, name } : { phone });
    event.target.reset();
    choose({ ...made, key: made.wa_id });
    problem("");
  } catch (e) {
    problem(e.message);
    document.body.classList.add("chatting");
  }
});
byId("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("text").value;
  if (!text.trim()) return;
  byId("text").value = "";
  write({ type: "text", text });
});
byId("file").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  event.target.value = "";
  if (!file || !chosen) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const type = kindOf(file.type);
    const data = reader.result.slice(reader.result.indexOf(",") + 1);
    const media = { data, mime_type: file.type || "application/octet-stream" };
    if (type === "document") media.filename = file.name;
    write({ type, [type]: media });
  });
  reader.readAsDataURL(file);
});
// A picture takes its room when it has loaded; load events do not bubble, so they are caught.
byId("messages").addEventListener("load", () => {
  if (follows) byId("messages").scrollTop = byId("messages").scrollHeight;
}, true);
byId("rows-close").addEventListener("click", () => byId("rows").close());
byId("back").addEventListener("click", () => {
  document.body.classList.remove("chatting");
  problem("");
});

document.querySelector(".write").classList.add("off");
await numbers();
const asked = new URLSearchParams(location.search).get("as");
if (asked) {
  const { customers } = await call("/control/customers");
  const found = customers.find((it) => it.key === asked.replace(/[^0-9A-Za-z.]/g, ""));
  if (found) choose(found);
}
loop();
