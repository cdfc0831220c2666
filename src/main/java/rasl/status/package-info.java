/** How far the business is with a contact (contract 2.2). One in use cannot be deleted. */
@NullMarked
package rasl.status;

import org.jspecify.annotations.NullMarked;
