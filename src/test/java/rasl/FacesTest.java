package rasl;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which classes of a room others may use; {@link WallsTest} says which rooms may use it at all. */
class FacesTest {
  /** What other rooms may use of a room's inner rooms; what lies in the room itself is its face. */
  private static final Map<String, Set<String>> FACES =
      Map.of(
          "message",
          Set.of(),
          "whatsapp",
          Set.of(
              "Connecting",
              "ConnectionDesk",
              "ConnectionStore",
              "NewConnection",
              "Trouble",
              "ErrorClass",
              "GraphAnswer",
              "GraphClient",
              "GraphError",
              "GraphMedia",
              "Graphs",
              "SendOutcome",
              "Halts",
              "Pacing",
              "AccountNotices",
              "InboundMedia",
              "ManagementUsage",
              "InboxStore",
              "NoticeStore",
              "Original",
              "Price",
              "ReceiverClock",
              "UpdateReader",
              "WhatsAppUpdate"));

  /**
   * Stores that a room makes although they are another's: they have no state, but they belong
   * handed over by the other's module. None may be added; one that is gone must leave the list.
   */
  private static final Set<String> STORES_MADE_ELSEWHERE =
      Set.of(
          "account ConversationStore",
          "account MemberStore",
          "contact MemberStore",
          "conversation ContactStore",
          "conversation TenantStore",
          "desk DeadJobStore",
          "desk OtpSettingsStore",
          "desk TemplateStore",
          "message ContactStore",
          "message ConversationStore",
          "message InboxStore",
          "operator DeadJobStore",
          "otp ContactStore",
          "people AccountStore",
          "people MemberStore",
          "webhook AccountStore");

  private static JavaClasses house = new ClassFileImporter().importPackages("none");

  @BeforeAll
  static void walkThroughTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("rasl");
  }

  @Test
  void aRoomUsesOnlyTheFaceOfARoomWithInnerRooms() {
    for (var room : FACES.entrySet()) {
      String inner = "rasl." + room.getKey() + ".*..";
      noClasses()
          .that()
          .resideOutsideOfPackage("rasl." + room.getKey() + "..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(inner)
                  .and(
                      DescribedPredicate.describe(
                          "are none of its face",
                          type -> !room.getValue().contains(outermost(type)))))
          .check(house);
    }
  }

  /** A face that names a class that nobody outside uses would stay open for no reason. */
  @Test
  void eachClassOfAFaceIsUsedByAnotherRoom() {
    for (var room : FACES.entrySet()) {
      String own = "rasl." + room.getKey() + ".";
      Set<String> used =
          house.stream()
              .filter(type -> !type.getPackageName().concat(".").startsWith(own))
              .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
              .map(dependency -> dependency.getTargetClass().getBaseComponentType())
              .filter(type -> type.getPackageName().startsWith(own))
              .map(FacesTest::outermost)
              .collect(Collectors.toSet());
      assertThat(used).isEqualTo(room.getValue());
    }
  }

  @Test
  void noRoomMakesAnotherRoomsStore() {
    Set<String> made =
        house.stream()
            .flatMap(type -> type.getConstructorCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().getSimpleName().endsWith("Store"))
            .filter(call -> !room(call.getOriginOwner()).equals(room(call.getTargetOwner())))
            .map(call -> room(call.getOriginOwner()) + " " + call.getTargetOwner().getSimpleName())
            .collect(Collectors.toSet());
    assertThat(made).isEqualTo(STORES_MADE_ELSEWHERE);
  }

  private static String room(JavaClass type) {
    return (type.getPackageName() + ".").split("\\.", -1)[1];
  }

  private static String outermost(JavaClass type) {
    return type.getName().substring(type.getPackageName().length() + 1).split("\\$", -1)[0];
  }
}
