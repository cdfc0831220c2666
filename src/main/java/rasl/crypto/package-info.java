/** MACs, hashes, AES-GCM for stored secrets, constant-time comparison, and random tokens. */
@NullMarked
package rasl.crypto;

import org.jspecify.annotations.NullMarked;
