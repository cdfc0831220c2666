/**
 * What operators of the installation see and do: nodes, tenants and plans, and no tenant's records.
 */
@NullMarked
package rasl.operator;

import org.jspecify.annotations.NullMarked;
