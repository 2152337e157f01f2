-- Links are mailed at most three times an hour to one address. The times of its last three mails with a link stand in
-- one row, so that the row's lock orders whoever writes to the address at once.
CREATE TABLE link_mail (
    address TEXT NOT NULL PRIMARY KEY,
    newest BIGINT NOT NULL,
    middle BIGINT NOT NULL,
    oldest BIGINT NOT NULL
);
ALTER TABLE outbox ADD COLUMN reply_to TEXT;
-- The place of the link is named after the link: what a person typed into a letter is never taken for it.
UPDATE outbox SET text = REPLACE(text, '{link}', '{link:' || link_hash || '}') WHERE link_hash IS NOT NULL;
