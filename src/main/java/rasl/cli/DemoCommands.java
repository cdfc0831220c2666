package rasl.cli;

import java.io.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Made-up data, for trying and for measuring. */
@Command(
    name = "demo",
    synopsisSubcommandLabel = "COMMAND",
    header = "Fills a tenant with made-up data.",
    commandListHeading = "%nCommands:%n")
final class DemoCommands implements Runnable {
  private static final long MOST = 10_000_000;

  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  DemoCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to make up: data.");
  }

  @Command(
      name = "data",
      header = "Adds made-up contacts to a tenant.",
      description = {
        "",
        "  ./rasl demo data --contacts 1000000",
        "",
        "People of many countries with statuses, sources and groups. Run again, it adds others.",
        "No events are written for them, so that no webhook hears of people who do not exist.",
        ""
      })
  void data(
      @Option(
              names = "--contacts",
              required = true,
              paramLabel = "N",
              description = "How many to add, up to 10,000,000.")
          long contacts,
      @Option(
              names = "--tenant",
              paramLabel = "NAME",
              defaultValue = "sandbox",
              description = "The tenant's name. Default: ${DEFAULT-VALUE}.")
          @Nullable String tenant,
      @Option(
              names = "--seed",
              paramLabel = "NUMBER",
              defaultValue = "1",
              description = "Other numbers make up other people. Default: ${DEFAULT-VALUE}.")
          long seed) {
    if (contacts < 1 || contacts > MOST) {
      throw new ParameterException(
          spec.subcommands().get("data"), "--contacts takes a number from 1 to " + MOST + ".");
    }
    var bar = new ProgressBar(desk, contacts);
    Operations.DemoFilled filled =
        desk.operations()
            .fillDemo(
                desk.config(),
                new Operations.DemoWish(tenant == null ? "sandbox" : tenant, contacts, seed),
                bar);
    bar.end();
    desk.print(words(filled));
  }

  private static String words(Operations.DemoFilled filled) {
    double seconds = Math.max(filled.took().toMillis(), 1) / 1000.0;
    return String.format(
        Locale.ROOT,
        "%,d contacts added to %s in %.1f s: %,.0f a second.",
        filled.contacts(),
        filled.tenant(),
        seconds,
        filled.contacts() / seconds);
  }

  /** A line that fills on a terminal; elsewhere a line every tenth of the way. */
  private static final class ProgressBar implements LongConsumer {
    private static final int WIDTH = 40;

    private final Desk desk;
    private final long all;
    private final boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private final long begin = System.nanoTime();
    private long shown = -1;

    ProgressBar(Desk desk, long all) {
      this.desk = desk;
      this.all = all;
    }

    @Override
    public void accept(long done) {
      long percent = done * 100 / all;
      if (terminal) {
        desk.err().print("\r" + line(done, percent));
        desk.err().flush();
      } else if (percent / 10 != shown / 10 || shown < 0) {
        desk.remark(line(done, percent));
      }
      shown = percent;
    }

    private String line(long done, long percent) {
      int filled = (int) (percent * WIDTH / 100);
      long left = (System.nanoTime() - begin) / Math.max(done, 1) * (all - done);
      return String.format(
          Locale.ROOT,
          "[%s%s] %3d%%  %,d of %,d  %d s left ",
          "#".repeat(filled),
          ".".repeat(WIDTH - filled),
          percent,
          done,
          all,
          Duration.ofNanos(left).toSeconds());
    }

    void end() {
      if (terminal) {
        desk.err().println();
        desk.err().flush();
      }
    }
  }
}
