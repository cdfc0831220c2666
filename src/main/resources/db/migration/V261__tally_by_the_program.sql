-- The program counts contacts in the transaction that makes or deletes them; no trigger does.

drop trigger contact_tally_more on contact;
drop trigger contact_tally_less on contact;
drop function contact_tally_add();
