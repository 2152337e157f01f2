-- Which link a mail carries, so that the copy goes when the link does; and which file was sent to which assessment.
ALTER TABLE outbox ADD COLUMN link_hash TEXT;
CREATE INDEX outbox_link ON outbox (org, link_hash);

CREATE TABLE evidence_upload (
    org TEXT NOT NULL,
    assessment TEXT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org, assessment, hash)
);
CREATE INDEX evidence_upload_hash ON evidence_upload (org, hash);
CREATE INDEX evidence_file_state ON evidence_file (state, created_at);
