package rasl.http;

import rasl.disk.Deposit;

/**
 * Where the files of a form go, and on whose account.
 *
 * @param owner known by {@code equals}
 */
record SpooledBy(Deposit deposit, Object owner) {}
