/** Connections of tenants to their WhatsApp numbers: made, checked, shown and stored. */
@NullMarked
package rasl.whatsapp.connection;

import org.jspecify.annotations.NullMarked;
