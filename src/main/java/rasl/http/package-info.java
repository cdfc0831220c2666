/**
 * The HTTP server and the conventions of every endpoint: routes as data, the envelope, request ids,
 * body limits, the list language, rate limits and idempotency. Handlers know nothing of the server
 * library behind it.
 */
@NullMarked
package rasl.http;

import org.jspecify.annotations.NullMarked;
