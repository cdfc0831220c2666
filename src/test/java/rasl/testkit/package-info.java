/** What tests of every room share: real servers on free ports, made quickly and stopped after. */
@NullMarked
package rasl.testkit;

import org.jspecify.annotations.NullMarked;
