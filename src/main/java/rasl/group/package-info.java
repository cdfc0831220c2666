/** Groups of contacts. Who is a member of which is the contact room's matter. */
@NullMarked
package rasl.group;

import org.jspecify.annotations.NullMarked;
