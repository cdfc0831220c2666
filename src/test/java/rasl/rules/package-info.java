/** Rules for all statements of the program and of the migrations. */
@NullMarked
package rasl.rules;

import org.jspecify.annotations.NullMarked;
