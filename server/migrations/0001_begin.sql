-- What the first release stores. One text for SQLite and PostgreSQL: TEXT and BIGINT only, times in milliseconds UTC,
-- dates as YYYY-MM-DD, yes and no as 1 and 0. Every table carries the organisation.

CREATE TABLE organisation (
    org TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- The truth. Rows are only ever added.
CREATE TABLE journal (
    org TEXT NOT NULL,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    body TEXT NOT NULL,
    salt TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (org, stream, version)
);

CREATE TABLE stream_head (
    org TEXT NOT NULL,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (org, stream)
);

-- Summaries: remade from the journal at will, never read to decide.
CREATE TABLE vendor_row (
    org TEXT NOT NULL,
    vendor TEXT NOT NULL,
    name_key TEXT NOT NULL,
    body TEXT NOT NULL,
    as_of TEXT NOT NULL,
    next_change TEXT,
    PRIMARY KEY (org, vendor)
);
CREATE INDEX vendor_row_name ON vendor_row (org, name_key, vendor);
CREATE INDEX vendor_row_next ON vendor_row (next_change);

CREATE TABLE system_row (
    org TEXT NOT NULL,
    system TEXT NOT NULL,
    vendor TEXT NOT NULL,
    vendor_key TEXT NOT NULL,
    system_key TEXT NOT NULL,
    tier BIGINT,
    inherent BIGINT,
    claimed BIGINT,
    assured BIGINT,
    confidence BIGINT,
    residual BIGINT,
    residual_now BIGINT,
    findings_open BIGINT NOT NULL,
    findings_overdue BIGINT NOT NULL,
    waiting TEXT NOT NULL,
    overdue BIGINT NOT NULL,
    last_assessed TEXT,
    next_assessment TEXT,
    retired BIGINT NOT NULL,
    body TEXT NOT NULL,
    as_of TEXT NOT NULL,
    next_change TEXT,
    PRIMARY KEY (org, system)
);
CREATE INDEX system_row_residual ON system_row (org, residual_now, system);
CREATE INDEX system_row_vendor ON system_row (org, vendor_key, system_key, system);
CREATE INDEX system_row_of_vendor ON system_row (org, vendor);
CREATE INDEX system_row_next ON system_row (next_change);

CREATE TABLE assessment_row (
    org TEXT NOT NULL,
    assessment TEXT NOT NULL,
    vendor TEXT NOT NULL,
    system TEXT NOT NULL,
    contact TEXT,
    state TEXT NOT NULL,
    due TEXT,
    changed_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    as_of TEXT NOT NULL,
    next_change TEXT,
    PRIMARY KEY (org, assessment)
);
CREATE INDEX assessment_row_changed ON assessment_row (org, changed_at, assessment);
CREATE INDEX assessment_row_system ON assessment_row (org, system);
CREATE INDEX assessment_row_vendor ON assessment_row (org, vendor);
CREATE INDEX assessment_row_next ON assessment_row (next_change);

CREATE TABLE finding_row (
    org TEXT NOT NULL,
    assessment TEXT NOT NULL,
    finding TEXT NOT NULL,
    vendor TEXT NOT NULL,
    system TEXT NOT NULL,
    severity BIGINT NOT NULL,
    state TEXT NOT NULL,
    open BIGINT NOT NULL,
    due TEXT,
    body TEXT NOT NULL,
    as_of TEXT NOT NULL,
    next_change TEXT,
    PRIMARY KEY (org, assessment, finding)
);
CREATE INDEX finding_row_due ON finding_row (org, open, due, finding);
CREATE INDEX finding_row_system ON finding_row (org, system);
CREATE INDEX finding_row_next ON finding_row (next_change);

-- People: the staff, vendors' contacts, and the contact whom an organisation shows. Erasable, so apart from the journal.
CREATE TABLE person (
    org TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    vendor TEXT,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    title TEXT NOT NULL,
    password_hash TEXT,
    roles TEXT NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org, person)
);
CREATE UNIQUE INDEX person_staff_email ON person (email) WHERE kind = 'staff';
CREATE UNIQUE INDEX person_vendor_email ON person (org, vendor, email) WHERE kind = 'vendor';

CREATE TABLE login_session (
    id_hash TEXT NOT NULL PRIMARY KEY,
    org TEXT NOT NULL,
    person TEXT NOT NULL,
    audience TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX login_session_person ON login_session (org, person);
CREATE INDEX login_session_expires ON login_session (expires_at);

-- One-time links. Only the SHA-256 of a token is kept.
CREATE TABLE invitation (
    token_hash TEXT NOT NULL PRIMARY KEY,
    org TEXT NOT NULL,
    kind TEXT NOT NULL,
    person TEXT,
    assessment TEXT,
    bound_to TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX invitation_person ON invitation (org, person);
CREATE INDEX invitation_assessment ON invitation (org, assessment);

CREATE TABLE outbox (
    org TEXT NOT NULL,
    mail TEXT NOT NULL,
    person TEXT,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT,
    link_expires_at BIGINT,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (org, mail)
);
CREATE INDEX outbox_next ON outbox (state, next_try_at);

CREATE TABLE evidence_file (
    org TEXT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org, hash)
);

CREATE TABLE idempotency (
    org TEXT NOT NULL,
    person TEXT NOT NULL,
    request_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org, person, request_key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- What belongs to no organisation: which node does a job, and counters of tries, which outlive a restart.
CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE attempt (
    subject TEXT NOT NULL PRIMARY KEY,
    window_start BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
