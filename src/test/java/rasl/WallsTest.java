package rasl;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls between the rooms, and what may be done only in one of them. */
class WallsTest {
  /** A room may use the rooms before it in this list, never those after it. */
  private static final List<String> ROOMS =
      List.of(
          "share",
          "text",
          "refusal",
          "config",
          "json",
          "crypto",
          "disk",
          "db",
          "cpu",
          "http",
          "simulator",
          "job",
          "event",
          "limit",
          "audit",
          "tenant",
          "people",
          "named",
          "source",
          "status",
          "group",
          "contact",
          "whatsapp",
          "template",
          "conversation",
          "media",
          "message",
          "otp",
          "account",
          "operator",
          "webhook",
          "member",
          "shop",
          "cli",
          "installation",
          "trial",
          "server",
          "desk");

  /** What starts a server; it may use the wiring, which stands on the rooms above. */
  private static final Set<String> STARTING = Set.of("trial", "server", "desk");

  private static JavaClasses house = new ClassFileImporter().importPackages("none");

  @BeforeAll
  static void walkThroughTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("rasl");
  }

  @Test
  void roomsDoNotDependOnEachOtherInCircles() {
    slices().matching("rasl.(*)..").should().beFreeOfCycles().check(house);
  }

  @Test
  void aRoomUsesOnlyTheRoomsAboveIt() {
    for (int i = 0; i < ROOMS.size(); i++) {
      List<String> below = new ArrayList<>();
      if (!STARTING.contains(ROOMS.get(i))) {
        below.add("rasl");
      }
      ROOMS.subList(i + 1, ROOMS.size()).forEach(room -> below.add("rasl." + room + ".."));
      if (below.isEmpty()) {
        continue; // The last one.
      }
      check(
          noClasses()
              .that()
              .resideInAPackage("rasl." + ROOMS.get(i) + "..")
              .should()
              .dependOnClassesThat(resideInAnyPackage(below.toArray(String[]::new))));
    }
  }

  @Test
  void everyRoomIsInTheList() {
    Set<String> rooms =
        house.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("rasl."))
            .map(name -> name.split("\\.", -1)[1])
            .collect(Collectors.toSet());
    assertThat(ROOMS).containsExactlyInAnyOrderElementsOf(rooms);
  }

  @Test
  void theSimulatorIsUsedOnlyByWhatStartsAServer() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "rasl.simulator..", "rasl.trial..", "rasl.server..", "rasl.desk..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("rasl.simulator.."));
  }

  @Test
  void theSimulatorUsesNothingOfTheServerButItsTools() {
    Set<String> tools = Set.of("refusal", "json", "crypto", "http", "simulator");
    var server =
        ROOMS.stream()
            .filter(room -> !tools.contains(room))
            .map(room -> "rasl." + room + "..")
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage("rasl.simulator..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(server)));
  }

  @Test
  void onlyTheDbRoomSpeaksJdbc() {
    Set<String> rows = Set.of("java.sql.ResultSet", "java.sql.SQLException", "java.sql.Array");
    var jdbc =
        DescribedPredicate.<JavaClass>describe(
            "speak JDBC beyond reading a row",
            type -> type.getPackageName().equals("java.sql") && !rows.contains(type.getName()));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("rasl.db..")
            .should()
            .dependOnClassesThat(
                jdbc.or(resideInAnyPackage("javax.sql..", "org.postgresql..", "com.zaxxer.."))));
  }

  @Test
  void onlyTheHttpRoomKnowsTheServerLibrary() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("rasl.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty.."));
  }

  @Test
  void nobodyAsksTheSystemForTheTime() {
    check(noClasses().should().callMethod(Instant.class, "now"));
    check(exceptMain().callMethod(System.class, "currentTimeMillis"));
    check(exceptMain().callMethod(Clock.class, "systemUTC"));
    check(exceptMain().callMethod(Clock.class, "systemDefaultZone"));
  }

  @Test
  void nobodyMakesChanceOfTheirOwn() {
    check(exceptMain().callMethod(UUID.class, "randomUUID"));
    check(exceptMain().callMethod(Math.class, "random"));
    check(exceptMain().callConstructor(Random.class));
    // The passwords of the database's own roles are made where no test could set the chance.
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("rasl.Main")
            .and()
            .doNotHaveFullyQualifiedName("rasl.db.Passwords")
            .should()
            .callConstructor(SecureRandom.class));
    check(exceptMain().callMethod(ThreadLocalRandom.class, "current"));
  }

  /** A child that inherits our environment has the secret key. */
  @Test
  void processesAreStartedWithoutOurEnvironment() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("rasl.db.Children")
            .should()
            .callConstructor(ProcessBuilder.class, List.class)
            .orShould()
            .callConstructor(ProcessBuilder.class, String[].class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class));
  }

  @Test
  void onlyTheCommandLinePrints() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("rasl", "rasl.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  void onlyMainEndsTheProcess() {
    check(exceptMain().callMethod(System.class, "exit", int.class));
  }

  private static ClassesShould exceptMain() {
    return noClasses().that().doNotHaveFullyQualifiedName("rasl.Main").should();
  }

  /** A rule about nothing, as after a room got another name, is broken. */
  private static void check(ArchRule rule) {
    rule.check(house);
  }
}
