-- An address of the staff is unique inside its organisation: no organisation can test for or reserve one elsewhere.
DROP INDEX person_staff_email;
CREATE UNIQUE INDEX person_staff_email ON person (org, email) WHERE kind = 'staff';
CREATE INDEX person_staff_by_email ON person (email) WHERE kind = 'staff';
