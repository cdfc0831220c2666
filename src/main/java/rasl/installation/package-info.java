/** What an installation is known by: its id and its keys, and how they are replaced. */
@NullMarked
package rasl.installation;

import org.jspecify.annotations.NullMarked;
