-- Each summary row says which shape its body has, so that a release with another shape makes it anew by itself. When a row
-- next changes is asked of the vendor's row alone, which knows it of all rows of the vendor: the other indexes go.
ALTER TABLE vendor_row ADD COLUMN shape BIGINT NOT NULL DEFAULT 0;
ALTER TABLE system_row ADD COLUMN shape BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assessment_row ADD COLUMN shape BIGINT NOT NULL DEFAULT 0;
ALTER TABLE finding_row ADD COLUMN shape BIGINT NOT NULL DEFAULT 0;
DROP INDEX system_row_next;
DROP INDEX assessment_row_next;
DROP INDEX finding_row_next;
