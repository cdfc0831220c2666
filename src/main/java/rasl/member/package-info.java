/**
 * Who works for a tenant, and what they may do there: members with their roles, and the invitations
 * by which people become members.
 */
@NullMarked
package rasl.member;

import org.jspecify.annotations.NullMarked;
