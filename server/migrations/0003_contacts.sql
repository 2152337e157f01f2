-- An address is taken by a contact as long as the contact is one: who was removed may be added again.
DROP INDEX person_vendor_email;
CREATE UNIQUE INDEX person_vendor_email ON person (org, vendor, email) WHERE kind = 'vendor' AND active = 1;
