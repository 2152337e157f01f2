-- Addresses that contacts had, by the hash that the journal knows them by. Erased with the person.
CREATE TABLE contact_address (
    org TEXT NOT NULL,
    person TEXT NOT NULL,
    hash TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (org, person, hash)
);
