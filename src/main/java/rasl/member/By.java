package rasl.member;

import rasl.audit.Actor;
import rasl.http.Caller;
import rasl.http.Request;

/**
 * Who changes something, and by which call.
 *
 * @param actor the same, as the audit names it
 */
record By(Caller caller, Actor actor, String requestId) {
  static By of(Caller caller, Request request) {
    return new By(caller, Actor.of(caller, request), request.requestId());
  }
}
