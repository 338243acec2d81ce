CREATE VIEW customer_list_source AS
SELECT c.id AS customer_id, coalesce(nullif(c.pinyin, ''), c.name_norm) AS name_sort, c.name AS name, c.number AS number,
 c.name_norm || char(10) || c.pinyin || char(10) || c.initials || char(10)
  || coalesce((SELECT group_concat(f.name_norm, char(10)) FROM customer_former_names f WHERE f.customer_id = c.id), '') AS name_find,
 lower(c.number) || char(10)
  || coalesce((SELECT group_concat(n.value_norm, char(10)) FROM customer_identifiers n WHERE n.customer_id = c.id), '') AS code_find,
 (SELECT nullif(i.value, '') FROM customer_identifiers i WHERE i.customer_id = c.id ORDER BY i.position LIMIT 1) AS identifier,
 nullif(c.trade, '') AS trade, nullif(c.owner, '') AS owner, nullif(c.officer, '') AS officer, nullif(c.country, '') AS country,
 nullif(c.group_name, '') AS group_name, nullif(CAST(c.flags AS TEXT), '[]') AS flags, coalesce(g.currency, c.currency) AS currency,
 g.grade AS grade, coalesce(g.provisional, 0) AS provisional, h.before_grade AS former_grade,
 CAST(round(CAST(g.score AS REAL) * 1000000) AS INTEGER) AS score_key,
 CAST(round(CAST(g."limit" AS REAL) * 100) AS INTEGER) AS limit_key,
 g.since AS since, g.next_review AS next_review, k.id AS case_id, k.state AS case_state,
 (SELECT CAST(round(CAST(e.own_exposure AS REAL) * 100) AS INTEGER) FROM cases e
  WHERE e.customer_id = c.id AND e.own_exposure IS NOT NULL ORDER BY e.id DESC LIMIT 1) AS exposure_key,
 (SELECT x.currency FROM cases x
  WHERE x.customer_id = c.id AND x.own_exposure IS NOT NULL ORDER BY x.id DESC LIMIT 1) AS exposure_currency,
 coalesce((SELECT CAST(round(CAST(r.own_exposure AS REAL) * 100) AS INTEGER) FROM cases r
   WHERE r.customer_id = c.id AND r.own_exposure IS NOT NULL ORDER BY r.id DESC LIMIT 1),
  CAST(round(CAST(g."limit" AS REAL) * 100) AS INTEGER), CAST(round(CAST(k.requested_limit AS REAL) * 100) AS INTEGER)) AS risk_key,
 coalesce((SELECT r.currency FROM cases r WHERE r.customer_id = c.id AND r.own_exposure IS NOT NULL ORDER BY r.id DESC LIMIT 1),
  CASE WHEN g."limit" IS NOT NULL THEN g.currency WHEN k.requested_limit IS NOT NULL THEN k.currency END) AS risk_currency,
 coalesce(CAST(h.rules AS TEXT) LIKE '%"W%', 0) AS alarmed,
 EXISTS (SELECT 1 FROM notices u WHERE u.change_id = g.change_id AND u.acknowledged IS NULL) AS unread
FROM customers c
LEFT JOIN grades_in_force g ON g.customer_id = c.id
LEFT JOIN grade_changes h ON h.id = g.change_id
LEFT JOIN cases k ON k.id = (SELECT max(o.id) FROM cases o
 WHERE o.customer_id = c.id AND o.state IN ('draft', 'collecting', 'verified', 'scored', 'reviewed'));;
CREATE TRIGGER list_customers_insert AFTER INSERT ON customers
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.id;
END;;
CREATE TRIGGER list_customers_update AFTER UPDATE OF number, name, name_norm, pinyin, initials, country, trade, currency, owner, officer, group_name, flags
 ON customers
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.id;
END;;
CREATE TRIGGER list_customers_delete AFTER DELETE ON customers
BEGIN
 DELETE FROM customer_list WHERE customer_id = OLD.id;
END;;
CREATE TRIGGER list_customer_identifiers_insert AFTER INSERT ON customer_identifiers
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_customer_identifiers_update AFTER UPDATE OF customer_id, position, value, value_norm ON customer_identifiers
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_customer_identifiers_delete AFTER DELETE ON customer_identifiers
BEGIN
 DELETE FROM customer_list WHERE customer_id = OLD.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = OLD.customer_id;
END;;
CREATE TRIGGER list_customer_former_names_insert AFTER INSERT ON customer_former_names
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_customer_former_names_update AFTER UPDATE OF customer_id, name_norm ON customer_former_names
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_customer_former_names_delete AFTER DELETE ON customer_former_names
BEGIN
 DELETE FROM customer_list WHERE customer_id = OLD.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = OLD.customer_id;
END;;
CREATE TRIGGER list_grades_in_force_insert AFTER INSERT ON grades_in_force
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_grades_in_force_update AFTER UPDATE OF customer_id, grade, provisional, score, "limit", currency, since, next_review, change_id ON grades_in_force
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_grades_in_force_delete AFTER DELETE ON grades_in_force
BEGIN
 DELETE FROM customer_list WHERE customer_id = OLD.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = OLD.customer_id;
END;;
CREATE TRIGGER list_cases_insert AFTER INSERT ON cases
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_cases_update AFTER UPDATE OF customer_id, state, own_exposure, requested_limit, currency ON cases
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_cases_delete AFTER DELETE ON cases
BEGIN
 DELETE FROM customer_list WHERE customer_id = OLD.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = OLD.customer_id;
END;;
CREATE TRIGGER list_notices_insert AFTER INSERT ON notices
BEGIN
 UPDATE customer_list SET unread = EXISTS (SELECT 1 FROM notices u JOIN grades_in_force f ON f.change_id = u.change_id
   WHERE f.customer_id = customer_list.customer_id AND u.acknowledged IS NULL)
  WHERE customer_id = (SELECT h.customer_id FROM grade_changes h WHERE h.id = NEW.change_id);
END;;
CREATE TRIGGER list_notices_update AFTER UPDATE OF change_id, acknowledged ON notices
BEGIN
 UPDATE customer_list SET unread = EXISTS (SELECT 1 FROM notices u JOIN grades_in_force f ON f.change_id = u.change_id
   WHERE f.customer_id = customer_list.customer_id AND u.acknowledged IS NULL)
  WHERE customer_id = (SELECT h.customer_id FROM grade_changes h WHERE h.id = NEW.change_id);
END;;
CREATE TRIGGER list_notices_delete AFTER DELETE ON notices
BEGIN
 UPDATE customer_list SET unread = EXISTS (SELECT 1 FROM notices u JOIN grades_in_force f ON f.change_id = u.change_id
   WHERE f.customer_id = customer_list.customer_id AND u.acknowledged IS NULL)
  WHERE customer_id = (SELECT h.customer_id FROM grade_changes h WHERE h.id = OLD.change_id);
END;;
CREATE VIEW search_source AS
SELECT id * 16 + 0 AS id, search_text || char(10) || note AS text FROM customers
UNION ALL SELECT id * 16 + 1 AS id, name || char(10) || post || char(10) || phone || char(10) || email AS text FROM customer_contacts
UNION ALL SELECT id * 16 + 2 AS id, name || char(10) || identifier AS text FROM customer_related
UNION ALL SELECT id * 16 + 3 AS id, number || char(10) || purpose AS text FROM cases
UNION ALL SELECT id * 16 + 4 AS id, CASE value_kind WHEN 'text' THEN value ELSE '' END || char(10) || note || char(10) || comment || char(10) || reason AS text FROM answers
UNION ALL SELECT id * 16 + 5 AS id, name AS text FROM evidence
UNION ALL SELECT id * 16 + 6 AS id, text || char(10) || conditions AS text FROM proposals
UNION ALL SELECT id * 16 + 7 AS id, note AS text FROM statements;;
CREATE VIRTUAL TABLE search_index USING fts5(text, content = 'search_source', content_rowid = 'id', tokenize = 'trigram', detail = 'none',
 columnsize = 0);;
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);;
CREATE TRIGGER search_customers_insert AFTER INSERT ON customers
BEGIN
 INSERT INTO search_index (rowid, text) VALUES (NEW.id * 16 + 0, NEW.search_text || char(10) || NEW.note);
END;;
CREATE TRIGGER search_customers_update AFTER UPDATE OF search_text, note ON customers
 WHEN OLD.search_text || char(10) || OLD.note <> NEW.search_text || char(10) || NEW.note
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 0, OLD.search_text || char(10) || OLD.note);
 INSERT INTO search_index (rowid, text)
  VALUES (NEW.id * 16 + 0, NEW.search_text || char(10) || NEW.note);
END;;
CREATE TRIGGER search_customers_delete AFTER DELETE ON customers
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 0, OLD.search_text || char(10) || OLD.note);
END;;
CREATE TRIGGER search_customer_contacts_insert AFTER INSERT ON customer_contacts
BEGIN
 INSERT INTO search_index (rowid, text) VALUES (NEW.id * 16 + 1, NEW.name || char(10) || NEW.post || char(10) || NEW.phone || char(10) || NEW.email);
END;;
CREATE TRIGGER search_customer_contacts_update AFTER UPDATE OF name, post, phone, email ON customer_contacts
 WHEN OLD.name || char(10) || OLD.post || char(10) || OLD.phone || char(10) || OLD.email <> NEW.name || char(10) || NEW.post || char(10) || NEW.phone || char(10) || NEW.email
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 1, OLD.name || char(10) || OLD.post || char(10) || OLD.phone || char(10) || OLD.email);
 INSERT INTO search_index (rowid, text)
  VALUES (NEW.id * 16 + 1, NEW.name || char(10) || NEW.post || char(10) || NEW.phone || char(10) || NEW.email);
END;;
CREATE TRIGGER search_customer_contacts_delete AFTER DELETE ON customer_contacts
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 1, OLD.name || char(10) || OLD.post || char(10) || OLD.phone || char(10) || OLD.email);
END;;
CREATE TRIGGER search_customer_related_insert AFTER INSERT ON customer_related
BEGIN
 INSERT INTO search_index (rowid, text) VALUES (NEW.id * 16 + 2, NEW.name || char(10) || NEW.identifier);
END;;
CREATE TRIGGER search_customer_related_update AFTER UPDATE OF name, identifier ON customer_related
 WHEN OLD.name || char(10) || OLD.identifier <> NEW.name || char(10) || NEW.identifier
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 2, OLD.name || char(10) || OLD.identifier);
 INSERT INTO search_index (rowid, text)
  VALUES (NEW.id * 16 + 2, NEW.name || char(10) || NEW.identifier);
END;;
CREATE TRIGGER search_customer_related_delete AFTER DELETE ON customer_related
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 2, OLD.name || char(10) || OLD.identifier);
END;;
CREATE TRIGGER search_cases_insert AFTER INSERT ON cases
BEGIN
 INSERT INTO search_index (rowid, text) VALUES (NEW.id * 16 + 3, NEW.number || char(10) || NEW.purpose);
END;;
CREATE TRIGGER search_cases_update AFTER UPDATE OF number, purpose ON cases
 WHEN OLD.number || char(10) || OLD.purpose <> NEW.number || char(10) || NEW.purpose
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 3, OLD.number || char(10) || OLD.purpose);
 INSERT INTO search_index (rowid, text)
  VALUES (NEW.id * 16 + 3, NEW.number || char(10) || NEW.purpose);
END;;
CREATE TRIGGER search_cases_delete AFTER DELETE ON cases
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 3, OLD.number || char(10) || OLD.purpose);
END;;
CREATE TRIGGER search_answers_insert AFTER INSERT ON answers
BEGIN
 INSERT INTO search_index (rowid, text) VALUES (NEW.id * 16 + 4, CASE NEW.value_kind WHEN 'text' THEN NEW.value ELSE '' END || char(10) || NEW.note || char(10) || NEW.comment || char(10) || NEW.reason);
END;;
CREATE TRIGGER search_answers_update AFTER UPDATE OF value_kind, value, note, comment, reason ON answers
 WHEN CASE OLD.value_kind WHEN 'text' THEN OLD.value ELSE '' END || char(10) || OLD.note || char(10) || OLD.comment || char(10) || OLD.reason <> CASE NEW.value_kind WHEN 'text' THEN NEW.value ELSE '' END || char(10) || NEW.note || char(10) || NEW.comment || char(10) || NEW.reason
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 4, CASE OLD.value_kind WHEN 'text' THEN OLD.value ELSE '' END || char(10) || OLD.note || char(10) || OLD.comment || char(10) || OLD.reason);
 INSERT INTO search_index (rowid, text)
  VALUES (NEW.id * 16 + 4, CASE NEW.value_kind WHEN 'text' THEN NEW.value ELSE '' END || char(10) || NEW.note || char(10) || NEW.comment || char(10) || NEW.reason);
END;;
CREATE TRIGGER search_answers_delete AFTER DELETE ON answers
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 4, CASE OLD.value_kind WHEN 'text' THEN OLD.value ELSE '' END || char(10) || OLD.note || char(10) || OLD.comment || char(10) || OLD.reason);
END;;
CREATE TRIGGER search_evidence_insert AFTER INSERT ON evidence
BEGIN
 INSERT INTO search_index (rowid, text) VALUES (NEW.id * 16 + 5, NEW.name);
END;;
CREATE TRIGGER search_evidence_update AFTER UPDATE OF name ON evidence
 WHEN OLD.name <> NEW.name
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 5, OLD.name);
 INSERT INTO search_index (rowid, text)
  VALUES (NEW.id * 16 + 5, NEW.name);
END;;
CREATE TRIGGER search_evidence_delete AFTER DELETE ON evidence
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 5, OLD.name);
END;;
CREATE TRIGGER search_proposals_insert AFTER INSERT ON proposals
BEGIN
 INSERT INTO search_index (rowid, text) VALUES (NEW.id * 16 + 6, NEW.text || char(10) || NEW.conditions);
END;;
CREATE TRIGGER search_proposals_update AFTER UPDATE OF text, conditions ON proposals
 WHEN OLD.text || char(10) || OLD.conditions <> NEW.text || char(10) || NEW.conditions
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 6, OLD.text || char(10) || OLD.conditions);
 INSERT INTO search_index (rowid, text)
  VALUES (NEW.id * 16 + 6, NEW.text || char(10) || NEW.conditions);
END;;
CREATE TRIGGER search_proposals_delete AFTER DELETE ON proposals
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 6, OLD.text || char(10) || OLD.conditions);
END;;
CREATE TRIGGER search_statements_insert AFTER INSERT ON statements
BEGIN
 INSERT INTO search_index (rowid, text) VALUES (NEW.id * 16 + 7, NEW.note);
END;;
CREATE TRIGGER search_statements_update AFTER UPDATE OF note ON statements
 WHEN OLD.note <> NEW.note
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 7, OLD.note);
 INSERT INTO search_index (rowid, text)
  VALUES (NEW.id * 16 + 7, NEW.note);
END;;
CREATE TRIGGER search_statements_delete AFTER DELETE ON statements
BEGIN
 INSERT INTO search_index (search_index, rowid, text)
  VALUES ('delete', OLD.id * 16 + 7, OLD.note);
END;;
