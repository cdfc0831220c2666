/**
 * The list language of contract 1.4, for every list alike: pages and cursors, sort, search,
 * filters, {@code fields} and {@code include}. A room describes its list once as a {@link
 * rasl.http.list.ListSpec}; {@link rasl.http.list.Lists} reads the query, runs it and answers.
 * Nothing that a caller sends becomes part of a statement's text: values are parameters, and names
 * are looked up in the list's description.
 */
@NullMarked
package rasl.http.list;

import org.jspecify.annotations.NullMarked;
