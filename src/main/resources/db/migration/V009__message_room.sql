-- A message is rewritten a few times within seconds: sent, delivered, read. With room left in its
-- page the new version stays beside the old one, and no index needs to hear of it.
alter table message set (fillfactor = 70);
