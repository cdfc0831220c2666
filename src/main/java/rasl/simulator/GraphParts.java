package rasl.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The parts of Meta's side, by the kind of object that a call is about. */
final class GraphParts {
  final MediaApi media;
  final MessagesApi messages;
  final NumbersApi numbers;
  final AccountApi account;
  final TemplatesApi templates;
  final TemplateDesk desk;
  final FlowsApi flows;
  final AppApi app;
  final UploadsApi uploads;
  final Faults faults;
  final GraphAnswers answers;
  final GraphPages pages;
  final Map<String, GraphCall.Route> ofNumber = new HashMap<>();
  final Map<String, GraphCall.Route> ofAccount = new HashMap<>();
  final Map<String, GraphCall.Route> ofFlow = new HashMap<>();

  GraphParts(Ground ground, MediaApi media, TemplateDesk desk, CountDownLatch stopping) {
    World world = ground.world();
    this.media = media;
    this.desk = desk;
    answers = ground.answers();
    pages = new GraphPages(ground.urls());
    faults = new Faults(world, answers, stopping);
    messages = new MessagesApi(world, ground.courier(), media, faults, answers);
    uploads = new UploadsApi(world, ground.urls(), answers, ground.ids());
    app = new AppApi(ground.accounts(), ground.callbacks(), uploads, answers);
    var settings = new NumberSettingsApi(world, answers);
    var fields = new NumberFields(world, ground.callbacks(), settings);
    numbers = new NumbersApi(world, fields, ground.callbacks(), pages, answers);
    templates = new TemplatesApi(world, desk, ground.courier(), pages, answers);
    account = new AccountApi(world, ground.callbacks(), fields, templates, answers);
    flows = new FlowsApi(world, ground.urls(), pages, answers, ground.ids());
    ofNumber.putAll(numbers.routes());
    ofNumber.put("POST media", media::upload);
    together(world, ofNumber, settings.routes());
    together(world, ofNumber, new ProfileApi(world, uploads, answers).routes());
    together(world, ofNumber, new BlockApi(world, pages, answers).routes());
    var codes = new QrCodesApi(world, ground.urls(), pages, answers, ground.ids());
    together(world, ofNumber, codes.routes());
    ofAccount.putAll(account.routes());
    ofAccount.putAll(templates.routes());
    ofAccount.putAll(new LoginTemplateCalls(world, desk, ground.courier(), answers).routes());
    ofAccount.putAll(new AnalyticsApi(world, answers).routes());
    together(world, ofAccount, flows.ofAccount());
    together(world, ofFlow, flows.ofFlow());
  }

  private static void together(
      World world, Map<String, GraphCall.Route> all, Map<String, GraphCall.Route> more) {
    more.forEach((name, route) -> all.put(name, route.together(world)));
  }

  /** The things that all parts use. */
  record Ground(
      List<SimulatorAccount> accounts,
      World world,
      Courier courier,
      Callbacks callbacks,
      MediaUrls urls,
      GraphAnswers answers,
      Ids ids) {}
}
