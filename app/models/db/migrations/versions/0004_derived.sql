DROP VIEW customer_list_source;;
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
 CASE WHEN EXISTS (SELECT 1 FROM alarms a WHERE a.customer_id = c.id)
  THEN EXISTS (SELECT 1 FROM alarms a WHERE a.customer_id = c.id AND a.closed IS NULL)
  ELSE coalesce(CAST(h.rules AS TEXT) LIKE '%"W%', 0) END AS alarmed,
 EXISTS (SELECT 1 FROM notices u WHERE u.change_id = g.change_id AND u.acknowledged IS NULL) AS unread
FROM customers c
LEFT JOIN grades_in_force g ON g.customer_id = c.id
LEFT JOIN grade_changes h ON h.id = g.change_id
LEFT JOIN cases k ON k.id = (SELECT max(o.id) FROM cases o
 WHERE o.customer_id = c.id AND o.state IN ('draft', 'collecting', 'verified', 'scored', 'reviewed'));;
CREATE TRIGGER list_alarms_insert AFTER INSERT ON alarms
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_alarms_update AFTER UPDATE OF customer_id, closed ON alarms
BEGIN
 DELETE FROM customer_list WHERE customer_id = NEW.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = NEW.customer_id;
END;;
CREATE TRIGGER list_alarms_delete AFTER DELETE ON alarms
BEGIN
 DELETE FROM customer_list WHERE customer_id = OLD.customer_id;
 INSERT INTO customer_list SELECT * FROM customer_list_source WHERE customer_id = OLD.customer_id;
END;;
