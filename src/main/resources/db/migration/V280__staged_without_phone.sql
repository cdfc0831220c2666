-- Contacts whom WhatsApp names by a user id alone have no phone, and an export of them can be imported.
alter table contact_import_staged alter column phone_key drop not null;
