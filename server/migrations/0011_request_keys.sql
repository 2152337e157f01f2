-- Keys of requests hold what a reply is made from, not the reply. Without an index by time: the rows of a day are looked
-- through every ten minutes, which is less work than an index page with every write.
CREATE TABLE request_key (
    org TEXT NOT NULL,
    person TEXT NOT NULL,
    request_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    subject TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org, person, request_key)
);
DROP TABLE idempotency;
