-- Secrets of the installation, drawn at first start and shared by its nodes: hexadecimal, by what they are for. No export
-- holds them.
CREATE TABLE site_secret (
    name TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL
);
