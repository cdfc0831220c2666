package rasl.config;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import rasl.config.Setting.Group;
import rasl.config.Setting.Kind;
import rasl.config.Setting.Standard;

/** The table of all settings. */
public final class Settings {
  static final Setting PORT =
      new Setting(
          "RASL_PORT",
          Group.SERVER,
          new Kind.Whole(0, 65_535),
          new Standard.Value("8080"),
          "Port of the API. 0 takes a free one, which rasl.json in the data folder names.",
          "9000");
  static final Setting LISTEN =
      new Setting(
          "RASL_LISTEN",
          Group.SERVER,
          new Kind.Text("IP address"),
          new Standard.Rule("127.0.0.1; with --prod 0.0.0.0, which is every address"),
          "Address on which the API listens.",
          "10.0.0.5");
  static final Setting PUBLIC_URL =
      new Setting(
          "RASL_PUBLIC_URL",
          Group.SERVER,
          new Kind.Text("http or https URL"),
          new Standard.Rule("http://localhost:<port>; needed with --prod"),
          "How the world reaches this server: the base of every absolute URL that it writes."
              + " The Host header of a request is never used for that.",
          "https://rasl.example.com");
  static final Setting TRUSTED_PROXIES =
      new Setting(
          "RASL_TRUSTED_PROXIES",
          Group.SERVER,
          new Kind.Text("comma list of addresses and CIDR networks"),
          new Standard.Rule("none"),
          "Proxies whose X-Forwarded-For is believed. From anyone else the header is ignored.",
          "10.0.0.2,172.16.0.0/12");
  static final Setting CONNECTIONS =
      new Setting(
          "RASL_CONNECTIONS",
          Group.SERVER,
          new Kind.Whole(100, 1_000_000),
          new Standard.Rule("as many as heap and open files allow, at most 20000"),
          "Connections that the API holds at once. Idle ones are closed where room is short, and"
              + " further ones are refused.",
          "5000");
  static final Setting CONNECTIONS_PER_ADDRESS =
      new Setting(
          "RASL_CONNECTIONS_PER_ADDRESS",
          Group.SERVER,
          new Kind.Whole(1, 1_000_000),
          new Standard.Value("500"),
          "Connections that one address (of IPv6: one /64 network) may hold at once. It does not"
              + " concern RASL_TRUSTED_PROXIES.",
          "100");
  static final Setting METRICS_ALLOW =
      new Setting(
          "RASL_METRICS_ALLOW",
          Group.SERVER,
          new Kind.Text("comma list of addresses and CIDR networks"),
          new Standard.Rule("none"),
          "Who may read /metrics, beside this machine itself.",
          "10.0.0.0/8");
  static final Setting OUTGOING_ALLOW =
      new Setting(
          "RASL_OUTGOING_ALLOW",
          Group.SERVER,
          new Kind.Text("comma list of addresses, CIDR networks and host names"),
          new Standard.Rule("none: only public addresses are called"),
          "What may be called although it is not public, where tenants give URLs. A name that"
              + " begins with *. stands for all below it.",
          "10.0.5.0/24,n8n.internal,*.lan");
  static final Setting SESSION_CALLS =
      new Setting(
          "RASL_SESSION_CALLS",
          Group.SERVER,
          new Kind.Whole(10, 1_000_000),
          new Standard.Value("600"),
          "Calls a minute that the session of one person who signed in may make.",
          "1200");
  static final Setting LOG =
      new Setting(
          "RASL_LOG",
          Group.SERVER,
          new Kind.Choice(List.of("error", "warn", "info", "debug")),
          new Standard.Value("info"),
          "How much is logged. Log lines never hold tokens or message texts.",
          "warn");
  static final Setting LOG_FORMAT =
      new Setting(
          "RASL_LOG_FORMAT",
          Group.SERVER,
          new Kind.Choice(List.of("auto", "text", "json")),
          new Standard.Value("auto"),
          "How log lines look: text is for people, json for programs. auto means text in a"
              + " terminal and json elsewhere.",
          "json");
  static final Setting DATA_DIR =
      new Setting(
          "RASL_DATA_DIR",
          Group.DATA,
          new Kind.Text("folder"),
          new Standard.Rule("data, beside the launcher"),
          "Everything that the server writes goes here. It is made where it is missing. A"
              + " relative path counts from the folder in which ./rasl is called.",
          "/var/lib/rasl");
  static final Setting DATABASE_URL =
      new Setting(
          "RASL_DATABASE_URL",
          Group.DATA,
          new Kind.Hidden("postgresql:// or jdbc:postgresql:// URL"),
          new Standard.Rule("none: the PostgreSQL that Rasl brings is used"),
          "A PostgreSQL 16 or newer of your own. Its role owns the schema and migrates it.",
          "postgresql://rasl:secret@db.internal:5432/rasl");
  static final Setting DB_POOL =
      new Setting(
          "RASL_DB_POOL",
          Group.DATA,
          new Kind.Whole(4, 500),
          new Standard.Value("20"),
          "Database connections of this server.",
          "40");
  static final Setting SECRET_KEY =
      new Setting(
          "RASL_SECRET_KEY",
          Group.DATA,
          new Kind.Hidden("32 bytes in hex or base64"),
          new Standard.Rule(
              "made once and kept in the data folder; needed with --prod and with"
                  + " RASL_DATABASE_URL"),
          "Encrypts what is stored encrypted. Make one with: openssl rand -hex 32. Keep it: what"
              + " was stored under it cannot be read without it.",
          "64 hex digits");
  static final Setting SECRET_KEY_PREVIOUS =
      new Setting(
          "RASL_SECRET_KEY_PREVIOUS",
          Group.DATA,
          new Kind.Hidden("comma list of former keys"),
          new Standard.Rule("none"),
          "Former values of RASL_SECRET_KEY. Needed from the change of the key until ./rasl secrets"
              + " rotate, or a started server, has re-encrypted everything.",
          "64 hex digits");
  static final Setting SIMULATOR_PORT =
      new Setting(
          "RASL_SIMULATOR_PORT",
          Group.WHATSAPP,
          new Kind.Whole(0, 65_535),
          new Standard.Value("8081"),
          "Port of the WhatsApp simulator, always on 127.0.0.1. 0 takes a free one. With --prod"
              + " there is no simulator.",
          "9001");
  static final Setting GRAPH_URL =
      new Setting(
          "RASL_GRAPH_URL",
          Group.WHATSAPP,
          new Kind.Text("http or https URL"),
          new Standard.Rule("the simulator; with --prod https://graph.facebook.com"),
          "Where WhatsApp's Cloud API is.",
          "https://graph.facebook.com");
  static final Setting GRAPH_VERSION =
      new Setting(
          "RASL_GRAPH_VERSION",
          Group.WHATSAPP,
          new Kind.Text("version such as v25.0"),
          new Standard.Value("v25.0"),
          "Version of the Cloud API, the first part of every path.",
          "v25.0");
  static final Setting WHATSAPP_APP_SECRET =
      new Setting(
          "RASL_WHATSAPP_APP_SECRET",
          Group.WHATSAPP,
          new Kind.Hidden("text"),
          new Standard.Rule("none: /hooks/whatsapp serves the sandbox only"),
          "Secret of the operator's own Meta app, which signs what arrives at /hooks/whatsapp."
              + " Goes together with RASL_WHATSAPP_VERIFY_TOKEN.",
          "the app secret from Meta's app settings");
  static final Setting WHATSAPP_VERIFY_TOKEN =
      new Setting(
          "RASL_WHATSAPP_VERIFY_TOKEN",
          Group.WHATSAPP,
          new Kind.Hidden("text"),
          new Standard.Rule("none"),
          "What Meta sends when it verifies the webhook of the operator's own app: at least 16"
              + " characters. Goes together with RASL_WHATSAPP_APP_SECRET.",
          "a text of your choice");
  static final Setting SEND_WAIT =
      new Setting(
          "RASL_SEND_WAIT",
          Group.WORK,
          new Kind.Time(Duration.ofSeconds(1), Duration.ofSeconds(60)),
          new Standard.Value("10s"),
          "How long a request to send waits for WhatsApp's answer before it is answered 202.",
          "5s");
  static final Setting JOB_SLOTS =
      new Setting(
          "RASL_JOB_SLOTS",
          Group.WORK,
          new Kind.Whole(1, 10_000),
          new Standard.Value("64"),
          "How many background jobs this server runs at once.",
          "128");
  static final Setting EVENT_DAYS =
      new Setting(
          "RASL_EVENT_DAYS",
          Group.WORK,
          new Kind.Whole(1, 3_650),
          new Standard.Value("30"),
          "How many days events are kept, for whoever reads them late.",
          "90");
  static final Setting JAVA_HOME =
      new Setting(
          "RASL_JAVA_HOME",
          Group.LAUNCHER,
          new Kind.Text("folder"),
          new Standard.Rule("JAVA_HOME, the PATH, and the usual folders are searched"),
          "The JDK (25 or newer) that ./rasl uses.",
          "/opt/jdk-25");
  static final Setting HEAP =
      new Setting(
          "RASL_HEAP",
          Group.LAUNCHER,
          new Kind.Text("size such as 512m or 2g"),
          new Standard.Rule("a quarter of the machine's memory, from 256m to 512m"),
          "The most that the server's Java keeps its objects in. The whole process needs about 150"
              + " MB more, and PostgreSQL its own.",
          "1g");
  static final Setting JAVA_OPTS =
      new Setting(
          "RASL_JAVA_OPTS",
          Group.LAUNCHER,
          new Kind.Text("options of the java command"),
          new Standard.Rule("none"),
          "Further options for the server's Java.",
          "-Xlog:gc");

  /** All of them, in the order in which they are shown and their faults are listed. */
  public static final List<Setting> ALL =
      Stream.concat(
              Stream.of(
                  PORT,
                  LISTEN,
                  PUBLIC_URL,
                  TRUSTED_PROXIES,
                  CONNECTIONS,
                  CONNECTIONS_PER_ADDRESS,
                  METRICS_ALLOW,
                  OUTGOING_ALLOW,
                  SESSION_CALLS,
                  LOG,
                  LOG_FORMAT,
                  DATA_DIR,
                  DATABASE_URL,
                  DB_POOL,
                  SECRET_KEY,
                  SECRET_KEY_PREVIOUS,
                  SIMULATOR_PORT,
                  GRAPH_URL,
                  GRAPH_VERSION,
                  WHATSAPP_APP_SECRET,
                  WHATSAPP_VERIFY_TOKEN,
                  SEND_WAIT,
                  JOB_SLOTS,
                  EVENT_DAYS,
                  JAVA_HOME,
                  HEAP,
                  JAVA_OPTS),
              MediaSettings.ALL.stream())
          .toList();

  private Settings() {}
}
