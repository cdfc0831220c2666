package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rasl.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Makes, reviews, pauses and deletes templates, and lets the business hear of it. */
final class TemplateDesk {
  private static final Duration NAME_BLOCKED = Duration.ofDays(30);

  private final World world;
  private final Ids ids;

  TemplateDesk(World world, Ids ids) {
    this.world = world;
    this.ids = ids;
  }

  List<Template> of(String wabaId) {
    return world.ask(state -> state.templates().of(wabaId).toList());
  }

  Optional<Template> get(String id) {
    return world.ask(state -> state.templates().get(id));
  }

  Template create(SimulatorAccount account, NewTemplate draft, int most) {
    return world.together(
        () -> {
          checkNew(account, draft, most);
          return review(account, ids.object(), draft);
        });
  }

  private void checkNew(SimulatorAccount account, NewTemplate draft, int most) {
    Instant now = world.now();
    String wabaId = account.wabaId();
    boolean exists =
        world.ask(
            state -> state.templates().find(wabaId, draft.name(), draft.language()).isPresent());
    if (exists) {
      throw MetaError.template(
              2388024,
              "Content in This Language Already Exists",
              "There is already content in this language for this template.")
          .thrown();
    }
    checkName(wabaId, draft, now);
    if (of(wabaId).size() >= most) {
      throw MetaError.template(
              2388019, "Template limit reached", "The account has too many templates.")
          .thrown();
    }
  }

  private void checkName(String wabaId, NewTemplate draft, Instant now) {
    boolean blocked =
        world
            .ask(state -> state.deletedName(wabaId, draft.name()))
            .filter(at -> now.isBefore(at.plus(NAME_BLOCKED)))
            .isPresent();
    if (blocked) {
      throw MetaError.template(
              2388023,
              "Message Template Is Being Deleted",
              "The name of a deleted template can be used again after 30 days.")
          .thrown();
    }
  }

  void edit(SimulatorAccount account, Template old, NewTemplate draft) {
    world.together(
        () -> {
          forgetReview(old);
          return review(account, old.id(), draft);
        });
  }

  /** Puts a template under review; authentication templates pass at once. */
  private Template review(SimulatorAccount account, String id, NewTemplate draft) {
    Instant now = world.now();
    Rules rules = world.ask(State::rules);
    boolean authentication = draft.category().equals("AUTHENTICATION");
    boolean held = rules.review().equals("hold") && !authentication;
    Instant until = authentication ? now : now.plusMillis(rules.reviewMs());
    String fault = fault(rules, draft);
    String verdict = fault.equals("NONE") ? "APPROVED" : "REJECTED";
    Template template = template(account, id, draft, until, fault);
    world.tell(new Fact.TemplateSet(held ? held(template) : template));
    if (!held) {
      tell(account, template, until, verdict);
    }
    return template;
  }

  /** The fault that the review will find; {@code NONE} if none. */
  private static String fault(Rules rules, NewTemplate draft) {
    if (draft.category().equals("AUTHENTICATION")) {
      return "NONE";
    }
    return rules.review().equals("reject")
        ? "INCORRECT_CATEGORY"
        : TemplateDraft.reviewed(draft.components());
  }

  private Template template(
      SimulatorAccount account, String id, NewTemplate draft, Instant reviewed, String fault) {
    boolean authentication = draft.category().equals("AUTHENTICATION");
    return new Template(
        id,
        account.wabaId(),
        draft.name(),
        draft.language(),
        draft.category(),
        draft.named(),
        draft.components(),
        authentication ? "APPROVED" : "PENDING",
        reviewed,
        fault.equals("NONE") ? "APPROVED" : "REJECTED",
        fault,
        "UNKNOWN",
        draft.ttlSeconds(),
        world.now());
  }

  /** Waits for a verdict by the control API, as long as it takes. */
  private static Template held(Template template) {
    return template.withStatus("PENDING", "NONE", "UNKNOWN", template.changedAt());
  }

  /** Sets the status by hand; a review that was still to come is off. */
  Template setStatus(
      SimulatorAccount account, Template old, String status, String reason, String quality) {
    return world.together(
        () -> {
          Instant now = world.now();
          forgetReview(old);
          Template changed = old.withStatus(status, reason, quality, now);
          world.tell(new Fact.TemplateSet(changed));
          if (!status.equals(old.status(now))) {
            boolean again = status.equals("APPROVED") && old.status(now).equals("PAUSED");
            tell(account, changed, now, again ? "REINSTATED" : status);
          }
          if (!quality.equals(old.quality())) {
            ObjectNode value = value(changed);
            value.put("previous_quality_score", old.quality()).put("new_quality_score", quality);
            world.notice(account, now, "message_template_quality_update", value);
          }
          return changed;
        });
  }

  void delete(SimulatorAccount account, List<Template> templates) {
    world.together(
        () -> {
          Instant now = world.now();
          world.tell(new Fact.TemplatesDeleted(now, templates.stream().map(Template::id).toList()));
          for (Template template : templates) {
            forgetReview(template);
            tell(account, template, now, "PENDING_DELETION");
          }
          return templates;
        });
  }

  private void forgetReview(Template template) {
    Instant now = world.now();
    List<Long> planned = world.ask(state -> state.agenda().reviews(template.id(), now));
    if (!planned.isEmpty()) {
      world.tell(new Fact.Settled(planned));
    }
  }

  private void tell(SimulatorAccount account, Template template, Instant at, String event) {
    ObjectNode value = value(template);
    value.put("event", event);
    value.put("reason", event.equals("REJECTED") ? template.reason() : "NONE");
    value.put("message_template_category", template.category());
    switch (event) {
      case "PAUSED" ->
          value
              .putObject("other_info")
              .put("title", "FIRST_PAUSE")
              .put("description", "The template was paused for low quality.");
      case "DISABLED" ->
          value.putObject("disable_info").put("disable_date", Long.toString(at.getEpochSecond()));
      case "REJECTED" ->
          value
              .putObject("rejection_info")
              .put("reason", template.reason())
              .put("recommendation", "Correct the template and submit it again.");
      default -> {
        // The other events have nothing more to say.
      }
    }
    world.notice(account, at, "message_template_status_update", value);
  }

  private static ObjectNode value(Template template) {
    return Json.mapper()
        .createObjectNode()
        .put("message_template_id", Long.parseLong(template.id()))
        .put("message_template_name", template.name())
        .put("message_template_language", template.language());
  }
}
