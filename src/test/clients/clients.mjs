// Runs public clients of WhatsApp's Cloud API against the simulator, and says of each call what
// became of it: one JSON object a line, with the client, the call, and the code of the refusal (0
// for none).
import http from "node:http";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { SIMULATOR_URL, TOKEN, PHONE_ID, ACCOUNT_ID, CUSTOMER, WAMID } = process.env;
const GRAPH = "https://graph.facebook.com";
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
let client = "";

/** Calls, and says what came back; a call that cannot be made at all is code -1. */
async function say(call, work, code = (answer) => answer?.error?.code ?? 0) {
  let result;
  let answer;
  try {
    answer = await work();
    result = { code: code(answer) };
  } catch (error) {
    result = await failure(error);
  }
  console.log(JSON.stringify({ client, call, ...result }));
  return answer;
}

async function failure(error) {
  const body = error.data ?? error.raw ?? (await error.response?.json?.().catch(() => undefined));
  const told = body?.error?.code ?? error.code;
  return { code: Number.isInteger(told) ? told : -1, message: String(error.message ?? error) };
}

/** A client that knows only Meta's own address is led to the simulator. */
function led(url, options) {
  return fetch(String(url).replace(GRAPH, SIMULATOR_URL), options);
}

async function kapso() {
  client = "@kapso/whatsapp-cloud-api";
  const { WhatsAppClient } = await import(client);
  const api = new WhatsAppClient({ accessToken: TOKEN, baseUrl: SIMULATOR_URL });
  const to = { phoneNumberId: PHONE_ID, to: `+${CUSTOMER}` };
  const link = "https://example.com/a.jpg";
  const m = api.messages;
  await say("text", () => m.sendText({ ...to, body: "Hello", previewUrl: true }));
  await say("reply", () => m.sendText({ ...to, body: "Hello", contextMessageId: WAMID }));
  await say("image", () => m.sendImage({ ...to, image: { link, caption: "front" } }));
  await say("video", () => m.sendVideo({ ...to, video: { link: "https://example.com/a.mp4" } }));
  await say("audio", () => m.sendAudio({ ...to, audio: { link: "https://example.com/a.ogg" } }));
  await say("sticker", () => m.sendSticker({ ...to, sticker: { link: "https://example.com/a.webp" } }));
  await say("document", () =>
    m.sendDocument({ ...to, document: { link: "https://example.com/a.pdf", filename: "a.pdf" } }),
  );
  await say("location", () =>
    m.sendLocation({ ...to, location: { latitude: -33.45, longitude: -70.66, name: "Santiago" } }),
  );
  await say("contacts", () =>
    m.sendContacts({
      ...to,
      contacts: [
        {
          name: { formattedName: "John Doe", firstName: "John" },
          phones: [{ phone: "+15551234567", type: "WORK" }],
        },
      ],
    }),
  );
  await say("contacts without a name part", () =>
    m.sendContacts({ ...to, contacts: [{ name: { formattedName: "John" }, phones: [] }] }),
  );
  await say("reaction", () => m.sendReaction({ ...to, reaction: { messageId: WAMID, emoji: "😀" } }));
  await say("read", () =>
    m.markRead({ phoneNumberId: PHONE_ID, messageId: WAMID, typingIndicator: { type: "text" } }),
  );
  await say("buttons", () =>
    m.sendInteractiveButtons({
      ...to,
      header: { type: "image", image: { link } },
      bodyText: "Pick",
      footerText: "Footer",
      buttons: [
        { id: "yes", title: "Yes" },
        { id: "no", title: "No" },
      ],
    }),
  );
  await say("list", () =>
    m.sendInteractiveList({
      ...to,
      bodyText: "Pick",
      buttonText: "Slots",
      sections: [{ title: "Morning", rows: [{ id: "1", title: "09:00" }] }],
    }),
  );
  await say("cta_url", () =>
    m.sendInteractiveCtaUrl({
      ...to,
      bodyText: "See",
      parameters: { displayText: "Open", url: "https://example.com?utm=wa" },
    }),
  );
  await say("carousel", () =>
    m.sendInteractiveCarousel({
      ...to,
      bodyText: "Choose",
      cards: [0, 1].map((cardIndex) => ({
        cardIndex,
        header: { type: "image", image: { link } },
        bodyText: "Card",
        action: { displayText: "View", url: "https://example.com/one" },
      })),
    }),
  );
  await say("catalog", () =>
    m.sendInteractiveCatalogMessage({
      ...to,
      bodyText: "Browse",
      parameters: { thumbnailProductRetailerId: "SKU-123" },
    }),
  );
  await say("template", () =>
    m.sendTemplate({ ...to, template: { name: "hello_world", language: { code: "en_US" } } }),
  );
  await say("raw", () =>
    m.sendRaw({
      phoneNumberId: PHONE_ID,
      payload: { messaging_product: "whatsapp", to: CUSTOMER, text: { body: "raw" } },
    }),
  );
  await kapsoRest(api, to);
}

async function kapsoRest(api, to) {
  const file = new Blob([PNG], { type: "image/png" });
  const media = await say("upload", () =>
    api.media.upload({ phoneNumberId: PHONE_ID, type: "image/png", file, fileName: "a.png" }),
  );
  const mediaId = media.id;
  await say("media", () => api.media.get({ mediaId, phoneNumberId: PHONE_ID }));
  await say(
    "download",
    () => api.media.download({ mediaId, auth: "always" }),
    (bytes) => (bytes.byteLength === PNG.length ? 0 : -2),
  );
  await say("image by id", () => api.messages.sendImage({ ...to, image: { id: mediaId } }));
  await say("delete media", () => api.media.delete({ mediaId, phoneNumberId: PHONE_ID }));
  const account = { businessAccountId: ACCOUNT_ID };
  const list = await say("templates", () =>
    api.templates.list({ ...account, limit: 100, status: "APPROVED", language: "en_US" }),
  );
  await say("template by id", () =>
    api.templates.get({ ...account, templateId: list.data[0].id, fields: "name,status" }),
  );
  await say("create template", () =>
    api.templates.create({
      ...account,
      name: "kapso_1",
      language: "en_US",
      category: "UTILITY",
      components: [
        { type: "BODY", text: "Hello {{1}}, your order is ready.", example: { bodyText: [["Ann"]] } },
      ],
    }),
  );
  await say("create template again", () =>
    api.templates.create({
      ...account,
      name: "kapso_1",
      language: "en_US",
      category: "UTILITY",
      components: [{ type: "BODY", text: "Hello there" }],
    }),
  );
  await say("delete template", () => api.templates.delete({ ...account, name: "kapso_1" }));
  const number = { phoneNumberId: PHONE_ID };
  const phones = api.phoneNumbers;
  await say("request code", () =>
    phones.requestCode({ ...number, codeMethod: "SMS", language: "en_US" }),
  );
  await say("verify wrong code", () => phones.verifyCode({ ...number, code: "000000" }));
  await say("verify code", () => phones.verifyCode({ ...number, code: "123456" }));
  await say("register", () => phones.register({ ...number, pin: "123456" }));
  await say("deregister", () => phones.deregister(number));
  await say("text from no number", () => api.messages.sendText({ ...to, body: "Hello" }));
  await say("register with another PIN", () => phones.register({ ...number, pin: "654321" }));
  await say("register again", () => phones.register({ ...number, pin: "123456" }));
  await say("settings", () => phones.settings.get(number));
  await say("update settings", () =>
    phones.settings.update({ ...number, calling: { status: "ENABLED" } }),
  );
  await say("update profile", () =>
    phones.businessProfile.update({ ...number, about: "Open", websites: ["https://example.com/"] }),
  );
  await say("profile", () => phones.businessProfile.get({ ...number, fields: "about,websites" }));
  await say("call", () =>
    api.calls.connect({ ...to, session: { sdpType: "offer", sdp: "v=0" } }),
  );
  const flow = await say("create flow", () =>
    api.flows.create({
      wabaId: ACCOUNT_ID,
      name: "kapso",
      flowJson: { version: "7.2", screens: [{ id: "A", terminal: true, layout: {} }] },
    }),
  );
  await say("publish flow", () => api.flows.publish({ flowId: flow.id }));
  await say("preview flow", () => api.flows.preview({ flowId: flow.id }));
}

async function apiJs() {
  client = "whatsapp-api-js";
  const { WhatsAppAPI } = await import(client);
  const M = await import("whatsapp-api-js/messages");
  const api = new WhatsAppAPI({ token: TOKEN, secure: false, v: "v25.0", ponyfill: { fetch: led } });
  const to = { phone: CUSTOMER };
  const send = (call, message, context) =>
    say(call, () => api.sendMessage(PHONE_ID, to, message, context));
  await send("text", new M.Text("Hello", true));
  await send("reply", new M.Text("Hello"), WAMID);
  await send("image", new M.Image("https://example.com/a.jpg", false, "front"));
  await send("video", new M.Video("https://example.com/a.mp4"));
  await send("audio", new M.Audio("https://example.com/a.ogg"));
  await send("document", new M.Document("https://example.com/a.pdf", false, "c", "a.pdf"));
  await send("sticker", new M.Sticker("https://example.com/a.webp"));
  await send("location", new M.Location(46.7, 24.7, "Riyadh", "Olaya"));
  await send("contacts", new M.Contacts([new M.Name("John Doe", "John"), new M.Phone("+15551234567", "WORK")]));
  await send("reaction", new M.Reaction(WAMID, "👍"));
  await send("remove reaction", new M.Reaction(WAMID));
  await send(
    "buttons",
    new M.Interactive(
      new M.ActionButtons(new M.Button("yes", "Yes"), new M.Button("no", "No")),
      new M.Body("Pick"),
      new M.Header("Order 42"),
      new M.Footer("Footer"),
    ),
  );
  await send(
    "list",
    new M.Interactive(
      new M.ActionList("Slots", new M.ListSection("Morning", new M.Row("1", "09:00", "Ann"))),
      new M.Body("Pick"),
    ),
  );
  await send(
    "cta_url",
    new M.Interactive(new M.ActionCTA("Open", "https://example.com/"), new M.Body("See")),
  );
  await send("location request", new M.Interactive(new M.ActionLocation(), new M.Body("Where?")));
  await send("contact request", new M.Interactive(new M.ActionContactRequest(), new M.Body("Who?")));
  await send("call permission", new M.Interactive(new M.ActionCallPermission(), new M.Body("Call?")));
  await send("template", new M.Template("hello_world", "en_US"));
  await send(
    "template with parameters",
    new M.Template(
      "order_update",
      new M.Language("en_US"),
      new M.HeaderComponent(new M.HeaderParameter("1042")),
      new M.BodyComponent(new M.BodyParameter("Ann"), new M.BodyParameter("Monday")),
    ),
  );
  await send("login code", M.Template.OTP("login_code", "en_US", "482913"));
  await send("template that does not exist", new M.Template("nothing", "en_US"));
  await say("read", () => api.markAsRead(PHONE_ID, WAMID, "text"));
  await apiJsRest(api, to, M);
}

async function apiJsRest(api, to, M) {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("file", new Blob([PNG], { type: "image/png" }), "a.png");
  const media = await say("upload", () => api.uploadMedia(PHONE_ID, form));
  const found = await say("media", () => api.retrieveMedia(media.id, PHONE_ID));
  await say(
    "download",
    async () => (await api.fetchMedia(found.url)).arrayBuffer(),
    (bytes) => (bytes.byteLength === PNG.length ? 0 : -2),
  );
  await say("image by id", () => api.sendMessage(PHONE_ID, to, new M.Image(media.id, true)));
  await say("delete media", () => api.deleteMedia(media.id, PHONE_ID));
  const qr = await say("create QR code", () => api.createQR(PHONE_ID, "Hello", "svg"));
  await say("QR codes", () => api.retrieveQR(PHONE_ID));
  await say("QR code", () => api.retrieveQR(PHONE_ID, qr.code));
  await say("update QR code", () => api.updateQR(PHONE_ID, qr.code, "Bye"));
  await say("delete QR code", () => api.deleteQR(PHONE_ID, qr.code));
  await say("QR code that is gone", () => api.retrieveQR(PHONE_ID, qr.code));
  await say("block a stranger", () => api.blockUser(PHONE_ID, { phone: "+15550009999" }));
  await say("block", () => api.blockUser(PHONE_ID, to));
  await say("text to the blocked", () => api.sendMessage(PHONE_ID, to, new M.Text("Hello")));
  await say("unblock", () => api.unblockUser(PHONE_ID, to));
  await say("text again", () => api.sendMessage(PHONE_ID, to, new M.Text("Hello")));
  await say("call", () => api.initiateCall(PHONE_ID, to, "v=0"));
}

async function greatDetail() {
  client = "@great-detail/whatsapp";
  const { default: Client } = await import(client);
  const api = new Client({
    baseUrl: SIMULATOR_URL,
    request: { headers: { Authorization: `Bearer ${TOKEN}` }, retry: 0 },
  });
  const json = (work) => async () => (await work()).json();
  const to = { phoneNumberID: PHONE_ID, to: CUSTOMER };
  const send = (call, message) => say(call, json(() => api.message.createMessage({ ...to, ...message })));
  await send("text", { type: "text", text: { body: "Hello" } });
  await send("template", {
    type: "template",
    template: {
      name: "order_update",
      language: { code: "en_US" },
      components: [
        { type: "header", parameters: [{ type: "text", text: "1042" }] },
        {
          type: "body",
          parameters: [
            { type: "currency", currency: { fallback_value: "£100", code: "GBP", amount_1000: 1 } },
            { type: "date_time", date_time: { fallback_value: "2026-01-01" } },
          ],
        },
      ],
    },
  });
  await send("buttons", {
    type: "interactive",
    interactive: {
      type: "button",
      body: { text: "Hello" },
      action: { buttons: [{ type: "reply", reply: { id: "button1", title: "Button 1" } }] },
    },
  });
  await send("empty text", { type: "text", text: { body: "" } });
  await say("read", json(() => api.message.createStatus({ phoneNumberID: PHONE_ID, message_id: WAMID, status: "read", typing_indicator: { type: "text" } })));
  const media = await say("upload", json(() => api.media.upload({ phoneNumberID: PHONE_ID, mimeType: "image/png", file: new Blob([PNG], { type: "image/png" }), filename: "a.png" })));
  const found = await say("media", json(() => api.media.getURL({ mediaID: media.id, phoneNumberID: PHONE_ID })));
  await say(
    "download",
    async () =>
      (await api.media.download({ mediaURL: found.url, request: { headers: { Authorization: `Bearer ${TOKEN}` } } })).arrayBuffer(),
    (bytes) => (bytes.byteLength === PNG.length ? 0 : -2),
  );
  await say("delete media", json(() => api.media.delete({ mediaID: media.id })));
  await greatDetailRest(api, json);
}

async function greatDetailRest(api, json) {
  const phones = api.phoneNumbers;
  await say("numbers", json(() => phones.listPhoneNumbers({ businessAccountID: ACCOUNT_ID, fields: ["id", "status", ["throughput", ["level"]]] })));
  await say("number", json(() => phones.getPhoneNumber({ phoneNumberID: PHONE_ID, fields: ["health_status", "name_status"] })));
  await say("unknown field", json(() => phones.getPhoneNumber({ phoneNumberID: PHONE_ID, fields: ["nothing"] })));
  await say("new name", json(() => phones.updatePhoneNumber({ phoneNumberID: PHONE_ID, new_display_name: "Shop" })));
  await say("profile", json(() => api.businessProfile.getBusinessProfile({ phoneNumberID: PHONE_ID, fields: ["about", "vertical"] })));
  await say("update profile", json(() => api.businessProfile.updateBusinessProfile({ phoneNumberID: PHONE_ID, about: "Open", vertical: "RETAIL" })));
  await say("automation", json(() => api.conversationalAutomation.setConversationalAutomation({ phoneNumberID: PHONE_ID, enable_welcome_message: true, prompts: ["Book"], commands: [{ command_name: "help", command_description: "Get help" }] })));
  await say("subscribe", json(() => api.subscribedApps.createSubscription({ businessAccountID: ACCOUNT_ID })));
  await say("subscriptions", json(() => api.subscribedApps.listSubscriptions({ businessAccountID: ACCOUNT_ID })));
  await say("account", json(() => api.whatsappBusinessAccount.get(ACCOUNT_ID, { fields: ["id", "name", "account_review_status"] })));
  const list = await say("templates", json(() => api.template.list(ACCOUNT_ID, { status: ["APPROVED", "PENDING"], language: "en_US", limit: 5, fields: ["id", "name"] })));
  await say("template by id", json(() => api.template.get(list.data[0].id, { fields: ["name", "status"] })));
  await say("library", json(() => api.template.listLibrary({ search: "payment", topic: "PAYMENTS" })));
  const made = await say("create template", json(() => api.template.create(ACCOUNT_ID, { name: "great_1", language: "en_US", category: "MARKETING", components: [{ type: "BODY", text: "Hello there" }, { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Stop" }] }] })));
  await say("update a template under review", json(() => api.template.update(made.id, { components: [{ type: "BODY", text: "Hello you" }] })));
  await say("delete template", json(() => api.template.delete(ACCOUNT_ID, { name: "great_1" })));
}

async function official() {
  client = "whatsapp";
  process.env.NODE_ENV = "production";
  process.env.CLOUD_API_VERSION = "v25.0";
  process.env.CLOUD_API_ACCESS_TOKEN = TOKEN;
  leadHttps();
  const WhatsApp = require(client);
  const api = new (WhatsApp.default ?? WhatsApp)(Number(PHONE_ID));
  const to = Number(CUSTOMER);
  const send = (call, work) => say(call, async () => (await work()).responseBodyToJSON());
  const m = api.messages;
  await send("text", () => m.text({ body: "Hello", preview_url: false }, to));
  await send("reply", () => m.text({ body: "Hello" }, to, WAMID));
  await send("image", () => m.image({ link: "https://example.com/a.jpg" }, to));
  await send("video", () => m.video({ link: "https://example.com/a.mp4" }, to));
  await send("audio", () => m.audio({ link: "https://example.com/a.ogg" }, to));
  await send("document", () => m.document({ link: "https://example.com/a.pdf" }, to));
  await send("sticker", () => m.sticker({ link: "https://example.com/a.webp" }, to));
  await send("location", () => m.location({ latitude: 24.7, longitude: 46.7 }, to));
  await send("contacts", () =>
    m.contacts([{ name: { formatted_name: "John Doe", first_name: "John" } }], to),
  );
  await send("list", () =>
    m.interactive(
      {
        type: "list",
        body: { text: "Pick" },
        action: { button: "Slots", sections: [{ title: "A", rows: [{ id: "1", title: "09:00" }] }] },
      },
      to,
    ),
  );
  await send("template", () =>
    m.template({ name: "hello_world", language: { policy: "deterministic", code: "en_US" } }, to),
  );
  await send("read", () => m.status({ status: "read", message_id: WAMID }));
  await send("PIN", () => api.twoStepVerification.setPin(123456));
}

/** This client speaks TLS to port 443 of Meta's host: it is led to the simulator's port. */
function leadHttps() {
  const https = require("node:https");
  const target = new URL(SIMULATOR_URL);
  https.request = ({ path, method, headers }) => {
    const request = http.request({ host: target.hostname, port: target.port, path, method, headers });
    request.once("socket", (socket) => {
      if (socket.connecting) {
        socket.once("connect", () => socket.emit("secureConnect"));
      }
    });
    return request;
  };
}

for (const run of [kapso, apiJs, greatDetail, official]) {
  await run();
}
process.exit(0);
