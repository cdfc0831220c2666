/** Draws one message. Everything that came from outside is set as text, never as HTML. */

function el(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) {
    node.textContent = text;
    node.dir = "auto";
  }
  return node;
}

const TICKS = {
  accepted: ["🕓", "waiting"],
  sent: ["✓", "sent"],
  delivered: ["✓✓", "delivered"],
  read: ["✓✓", "read"],
  played: ["✓✓", "played"],
  failed: ["!", "failed"],
};

function summary(message) {
  const content = message.content ?? {};
  return content.body?.text ?? content.body ?? message.preview?.body ?? content.caption ?? message.type;
}

/** A file that the simulator has is shown; a link is named, not followed. */
function media(type, file) {
  if (!file.id) {
    const card = el("span", "card", `${type}: ${file.link ?? ""}`);
    card.dir = "ltr";
    return card;
  }
  const source = `/control/media?${new URLSearchParams({ id: file.id })}`;
  if (type === "image" || type === "sticker") {
    const image = el("img");
    image.src = source;
    image.alt = file.caption ?? type;
    return image;
  }
  if (type === "audio" || type === "video") {
    const player = el(type);
    player.controls = true;
    player.preload = "none";
    player.src = source;
    return player;
  }
  const link = el("a", "card", `📄 ${file.filename ?? "document"}`);
  link.href = source;
  link.download = file.filename ?? "document";
  return link;
}

function actions(...nodes) {
  const box = el("div", "actions");
  box.append(...nodes);
  return box;
}

function action(text, tap) {
  const button = el("button", "", text);
  button.type = "button";
  button.addEventListener("click", tap);
  return button;
}

function outLink(text, url) {
  const link = el("a", "", text);
  link.href = /^https?:/.test(url) ? url : "#";
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function interactive(message, tools) {
  const content = message.content;
  if (content.type?.endsWith("_reply")) {
    const reply = content[content.type];
    return [el("p", "", reply.title ?? reply.body ?? reply.response ?? content.type)];
  }
  const parts = [];
  if (content.header?.type === "text") parts.push(el("p", "title", content.header.text));
  else if (content.header) parts.push(media(content.header.type, content.header[content.header.type] ?? {}));
  if (content.body) parts.push(el("p", "", content.body.text));
  if (content.footer) parts.push(el("p", "foot", content.footer.text));
  parts.push(actions(...taps(message, tools)));
  return parts;
}

function taps(message, tools) {
  const { type, action: given } = message.content;
  const reply = (kind, object) => tools.write({
    type: "interactive",
    interactive: { type: kind, [kind]: object },
    reply_to: message.wamid,
  });
  if (type === "button") {
    return given.buttons.map(({ reply: it }) => action(it.title, () => reply("button_reply", it)));
  }
  if (type === "list") return [action(`☰ ${given.button}`, () => tools.openRows(message))];
  if (type === "cta_url") return [outLink(given.parameters.display_text, given.parameters.url)];
  if (type === "flow") {
    const answer = JSON.stringify({ flow_token: given.parameters.flow_token ?? "unused" });
    return [action(given.parameters.flow_cta, () => reply("nfm_reply", { response_json: answer }))];
  }
  if (type === "location_request_message") {
    return [action("Send location", () => tools.write({
      type: "location",
      location: { latitude: 24.7136, longitude: 46.6753, name: "Riyadh" },
      reply_to: message.wamid,
    }))];
  }
  if (type === "call_permission_request") {
    return [action("Allow", () => reply("call_permission_reply", { response: "accept", response_source: "user_action" }))];
  }
  return [el("span", "foot", type.replaceAll("_", " "))];
}

function template(message, tools) {
  const preview = message.preview;
  if (!preview) return [el("p", "", `Template ${message.content.name}`)];
  const parts = [];
  if (preview.header) parts.push(el("p", "title", preview.header));
  if (preview.media) parts.push(media(preview.media.type, preview.media));
  parts.push(el("p", "", preview.body));
  if (preview.footer) parts.push(el("p", "foot", preview.footer));
  const taps = preview.buttons.map((it) => templateButton(message, it, tools));
  if (taps.length > 0) parts.push(actions(...taps));
  return parts;
}

function templateButton(message, button, tools) {
  if (button.type === "quick_reply") {
    return action(button.text, () => tools.write({
      type: "button",
      button: { payload: button.payload, text: button.text },
      reply_to: message.wamid,
    }));
  }
  if (button.type === "url" && !button.url.includes("/otp/code/")) return outLink(button.text, button.url);
  const code = button.code ?? button.url?.split("code=otp")[1] ?? "";
  return action(button.text, (event) => {
    navigator.clipboard?.writeText(code);
    event.target.textContent = code ? `${button.text}: ${code}` : button.text;
  });
}

function person(contact) {
  const phone = contact.phones?.[0]?.phone ?? "";
  return el("span", "card", `👤 ${contact.name?.formatted_name ?? ""} ${phone}`);
}

function place(location) {
  const where = `${location.latitude}, ${location.longitude}`;
  return el("span", "card", `📍 ${[location.name, location.address, where].filter(Boolean).join(" · ")}`);
}

function content(message, known, tools) {
  const it = message.content ?? {};
  switch (message.type) {
    case "text": return [el("p", "", it.body)];
    case "image": case "video": case "audio": case "document": case "sticker": {
      const file = media(message.type, it);
      return it.caption ? [file, el("p", "", it.caption)] : [file];
    }
    case "location": return [place(it)];
    case "contacts": return [...it].map(person);
    case "reaction": {
      const target = known.get(it.message_id);
      const quote = el("div", "quote", target ? summary(target) : "a message");
      return [quote, el("p", "", it.emoji || "reaction removed")];
    }
    case "button": return [el("p", "", it.text)];
    case "interactive": return interactive(message, tools);
    case "template": return template(message, tools);
    case "order": return [el("span", "card", `🛒 ${it.product_items?.length ?? 0} products`)];
    case "system": return [el("p", "foot", it.body)];
    default: return [el("p", "foot", message.type)];
  }
}

function meta(message, mine) {
  const line = el("div", "meta");
  const time = el("time", "", message.at.slice(11, 16));
  time.dateTime = message.at;
  line.append(time);
  if (!mine) {
    const [sign, words] = TICKS[message.status] ?? ["", message.status];
    const ticks = el("span", `ticks ${message.status === "played" ? "read" : message.status}`, sign);
    ticks.setAttribute("role", "img");
    ticks.setAttribute("aria-label", words);
    ticks.title = message.error ? `${message.error}: ${message.error_title}` : words;
    line.append(ticks);
  }
  return line;
}

export function bubble(message, known, tools) {
  const mine = message.direction === "in";
  const item = el("li", mine ? "mine" : "theirs");
  item.setAttribute("aria-label", mine ? "You" : "The business");
  const quoted = known.get(message.context);
  if (quoted && message.type !== "reaction") item.append(el("div", "quote", summary(quoted)));
  item.append(...content(message, known, tools));
  if (message.status === "failed") {
    item.append(el("p", "failed", `Not delivered: ${message.error} ${message.error_title}`));
  }
  item.append(meta(message, mine));
  return item;
}
