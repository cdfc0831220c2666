/**
 * Message templates: pulled from WhatsApp, compiled so that a send knows which parameters each one
 * needs, and listed.
 */
@NullMarked
package rasl.template;

import org.jspecify.annotations.NullMarked;
