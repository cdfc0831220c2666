package rasl.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.disk.DiskException;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/**
 * Takes a call through the conventions of contract section 1, in its order: path, method, token or
 * session, scope, rate, size and media type, content; and puts whatever comes out into the
 * envelope.
 */
final class ApiHandler implements RawHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final Set<String> READS = Set.of("GET", "HEAD");

  /** Room on a disk is made by people, or by the cleaning. */
  private static final Duration ROOM_MAY_BE = Duration.ofSeconds(30);

  private final RouteIndex routes;
  private final Bodies bodies;
  private final Gate gate;
  private final Idempotency idempotency;
  private final ClientAddress addresses;
  private final RequestIds requestIds;
  private final Envelope envelope;
  private final CallLog log;
  private final LongCalls longCalls =
      new LongCalls(Runtime.getRuntime().availableProcessors(), LongCalls.PATIENCE);

  ApiHandler(
      Routes routes,
      Bodies bodies,
      Gate gate,
      Idempotency idempotency,
      ClientAddress addresses,
      RequestIds requestIds,
      Envelope envelope,
      CallLog log) {
    this.routes = new RouteIndex(routes.all());
    this.bodies = bodies;
    this.gate = gate;
    this.idempotency = idempotency;
    this.addresses = addresses;
    this.requestIds = requestIds;
    this.envelope = envelope;
    this.log = log;
  }

  @Override
  public RawResponse handle(RawRequest raw) {
    var call = new Call(raw, requestIds.of(raw), addresses.of(raw));
    CallLog.Running running = log.begin();
    RawResponse answer = call.withHeaders(answerOrProblem(call));
    if (answer.writer().isPresent() && !call.raw().method().equals("HEAD")) {
      return StreamedAnswer.logged(answer, call, running);
    }
    running.end(call, answer.status(), answer.body().length);
    return answer;
  }

  private RawResponse answerOrProblem(Call call) {
    try {
      return answer(call);
    } catch (ReplayedException e) {
      return envelope.of(e.kept(), call.requestId());
    } catch (RefusedException e) {
      return envelope.of(Problem.of(e.refusal()), call.requestId());
    } catch (BrokenRequestException e) {
      return envelope.of(Problem.of(e.status(), e.reason()), call.requestId());
    } catch (RuntimeException | StackOverflowError e) {
      return envelope.of(failed(e, call), call.requestId());
    }
  }

  private RawResponse answer(Call call) {
    RequestPath path =
        RequestPath.parse(call.raw().path())
            .orElseThrow(() -> new BrokenRequestException(400, "The path is not well encoded"));
    RouteIndex.Match match = routes.find(call.raw().method(), path);
    call.matched(match.route());
    try (var exchange = new Exchange(call, path, match, bodies)) {
      return switch (match.route().access()) {
        case Routes.Access.Open(_, var handler) -> handler.handle(exchange);
        case Routes.Access.Guest(_, var handler) ->
            envelope.of(handler.handle(exchange), call.requestId());
        case Routes.Access.Token access -> answer(call, exchange, match.route(), access);
        case Routes.Access.Person(var handler) -> answer(call, exchange, handler);
        case Routes.Access.Operator(var handler) -> answerOperator(call, exchange, handler);
      };
    }
  }

  private RawResponse answer(
      Call call, Exchange exchange, Routes.Route route, Routes.Access.Token access) {
    Caller caller = gate.caller(call.raw(), call.clientAddress());
    call.identified(caller);
    admit(call, caller, access.scope());
    exchange.stands(() -> gate.stillLetsIn(caller, call.raw(), call.clientAddress()));
    Optional<IdempotencyClaim> claim = Optional.empty();
    if (!READS.contains(exchange.method())) {
      exchange.isFrom(caller.tenant());
      claim = idempotency.receive(exchange);
    }
    Change change = idempotency.change(caller, call.requestId(), claim, route);
    exchange.changes(change);
    Answer answer = idempotency.run(change, route, () -> handled(caller, exchange, route, access));
    RawResponse whole = envelope.of(answer, call.requestId());
    return LargeAnswer.counted(whole, caller, exchange.method(), bodies.memory());
  }

  private Answer handled(
      Caller caller, Exchange exchange, Routes.Route route, Routes.Access.Token access) {
    return longCalls.answer(
        caller.tenant(), route, exchange, () -> access.handler().handle(caller, exchange));
  }

  private RawResponse answer(Call call, Exchange exchange, PersonHandler handler) {
    SignedIn person = gate.person(call.raw(), call.clientAddress());
    call.identified(person);
    admit(call, gate.spend(person));
    if (!READS.contains(exchange.method())) {
      exchange.isFrom(person);
      exchange.receive(Optional.empty());
    }
    return envelope.of(handler.handle(person, exchange), call.requestId());
  }

  private RawResponse answerOperator(Call call, Exchange exchange, OperatorHandler handler) {
    Principal operator = gate.operator(call.raw(), call.clientAddress());
    admit(call, gate.spendAsOperator(operator));
    if (!READS.contains(exchange.method())) {
      exchange.isFrom(operator);
      exchange.receive(Optional.empty());
    }
    return envelope.of(handler.handle(operator, exchange), call.requestId());
  }

  private void admit(Call call, Caller caller, Scope scope) {
    if (!caller.scopes().contains(scope)) {
      RateHeaders.of(gate.look(caller)).forEach(call::header);
      throw caller.lacks(scope);
    }
    admit(call, gate.spend(caller));
  }

  private static void admit(Call call, CallLimiter.Verdict verdict) {
    RateHeaders.of(verdict).forEach(call::header);
    if (verdict instanceof CallLimiter.Verdict.Refused(var budget)) {
      throw new Refusal.RateLimited(budget.nextIn()).thrown();
    }
  }

  private static Problem failed(Throwable fault, Call call) {
    Optional<Problem> passing = PassingFaults.problem(fault, call);
    if (passing.isPresent()) {
      return passing.get();
    }
    if (fault instanceof DiskException disk) {
      LOG.atWarn().addKeyValue("request_id", call.requestId()).log(disk.getMessage());
      return Problem.of(new Refusal.ServiceUnavailable(ROOM_MAY_BE));
    }
    LOG.atError().addKeyValue("request_id", call.requestId()).setCause(fault).log("a call failed");
    return Problem.internal();
  }
}
