/**
 * WhatsApp's Cloud API, played locally over the network: an HTTP server that takes messages as
 * Meta's would, answers with its error shapes, and reports their statuses by signed webhooks. It
 * writes accepted messages into its journal before it answers, so that a restart continues where it
 * was. Tests and demos steer it under {@code /control/}, and people by the page at {@code /}: see
 * docs/simulator.md.
 */
@NullMarked
package rasl.simulator;

import org.jspecify.annotations.NullMarked;
