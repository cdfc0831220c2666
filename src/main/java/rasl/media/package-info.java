/**
 * Files that messages carry: which ones WhatsApp takes, where they are kept, how they are served,
 * given to WhatsApp and fetched from it. A file is never in memory as a whole.
 */
@NullMarked
package rasl.media;

import org.jspecify.annotations.NullMarked;
