-- Whether what the vendor said was erased: what has been is not looked at again.
ALTER TABLE assessment_row ADD COLUMN erased BIGINT NOT NULL DEFAULT 0;
