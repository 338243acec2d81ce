CREATE TABLE alarms (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	rule VARCHAR(20) NOT NULL, 
	colour VARCHAR(10) NOT NULL, 
	evidence VARCHAR(64) NOT NULL, 
	value TEXT, 
	source VARCHAR(20) NOT NULL, 
	period DATE, 
	raised DATETIME NOT NULL, 
	owner VARCHAR(120) NOT NULL, 
	due DATE NOT NULL, 
	asked TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	answered DATETIME, 
	answered_by VARCHAR(120) NOT NULL, 
	evidence_ids JSON NOT NULL, 
	actions JSON NOT NULL, 
	action_note TEXT NOT NULL, 
	closed DATETIME, 
	closed_by VARCHAR(120) NOT NULL, 
	CONSTRAINT uq_alarms_customer_id_rule_evidence UNIQUE (customer_id, rule, evidence), 
	CONSTRAINT fk_alarms_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
CREATE INDEX ix_alarms_closed ON alarms (closed, due);;
CREATE INDEX ix_alarms_customer ON alarms (customer_id, closed);;
CREATE TABLE listings (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	customer_id INTEGER, 
	name TEXT NOT NULL, 
	name_norm TEXT NOT NULL, 
	identifier VARCHAR(80) NOT NULL, 
	identifier_norm VARCHAR(80) NOT NULL, 
	group_name TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	keys JSON NOT NULL, 
	since DATE NOT NULL, 
	until DATE, 
	proposed_by VARCHAR(120) NOT NULL, 
	proposed DATETIME NOT NULL, 
	approved_by VARCHAR(120) NOT NULL, 
	approved DATETIME, 
	ended_by VARCHAR(120) NOT NULL, 
	ended DATETIME, 
	ended_reason TEXT NOT NULL, 
	CONSTRAINT fk_listings_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
CREATE INDEX ix_listings_customer ON listings (customer_id, kind);;
CREATE INDEX ix_listings_ended ON listings (ended, kind);;
CREATE INDEX ix_listings_identifier ON listings (identifier_norm);;
CREATE INDEX ix_listings_name ON listings (name_norm);;
CREATE TABLE limit_holds (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	reason TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	lifted DATETIME, 
	lifted_by VARCHAR(120) NOT NULL, 
	lifted_reason TEXT NOT NULL, 
	CONSTRAINT fk_limit_holds_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
CREATE INDEX ix_limit_holds_customer ON limit_holds (customer_id, lifted);;
CREATE TABLE order_checks (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	order_number VARCHAR(80) NOT NULL, 
	order_day DATE NOT NULL, 
	amount TEXT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	term_days INTEGER, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	exposure TEXT, 
	"limit" TEXT, 
	available TEXT, 
	result VARCHAR(10) NOT NULL, 
	reasons JSON NOT NULL, 
	decided VARCHAR(10) NOT NULL, 
	decided_by VARCHAR(120) NOT NULL, 
	decided_at DATETIME, 
	decided_reason TEXT NOT NULL, 
	valid_until DATE, 
	CONSTRAINT fk_order_checks_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
CREATE INDEX ix_order_checks_customer ON order_checks (customer_id, order_number, id);;
CREATE INDEX ix_order_checks_result ON order_checks (result, decided, id);;
CREATE TABLE review_notes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	change_id INTEGER NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	due DATE NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	text TEXT NOT NULL, 
	found JSON NOT NULL, 
	next_review DATE, 
	CONSTRAINT fk_review_notes_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_review_notes_change_id FOREIGN KEY(change_id) REFERENCES grade_changes (id)
);;
CREATE INDEX ix_review_notes_change ON review_notes (change_id);;
CREATE INDEX ix_review_notes_customer ON review_notes (customer_id, id);;
CREATE TABLE absences (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	officer VARCHAR(120) NOT NULL, 
	first DATE NOT NULL, 
	last DATE NOT NULL, 
	stand_in VARCHAR(120) NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	active BOOLEAN NOT NULL
);;
CREATE INDEX ix_absences_officer ON absences (officer, first);;
CREATE TABLE corrections (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	change_id INTEGER NOT NULL, 
	corrects_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT uq_corrections_change_id UNIQUE (change_id), 
	CONSTRAINT fk_corrections_change_id FOREIGN KEY(change_id) REFERENCES grade_changes (id), 
	CONSTRAINT fk_corrections_corrects_id FOREIGN KEY(corrects_id) REFERENCES grade_changes (id)
);;
CREATE INDEX ix_corrections_corrects ON corrections (corrects_id);;
ALTER TABLE officers RENAME TO officers_before;;
CREATE TABLE officers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(120) NOT NULL, 
	role VARCHAR(30) NOT NULL, 
	active BOOLEAN NOT NULL, 
	password TEXT NOT NULL, 
	CONSTRAINT uq_officers_name UNIQUE (name)
);;
INSERT INTO officers (id, name, role, active, password) SELECT id, name, role, active, '' FROM officers_before;;
DROP TABLE officers_before;;
ALTER TABLE case_reports RENAME TO case_reports_before;;
DROP INDEX ix_case_reports_case;;
CREATE TABLE case_reports (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	agency TEXT NOT NULL, 
	ordered DATE NOT NULL, 
	due DATE, 
	cost TEXT, 
	currency VARCHAR(3) NOT NULL, 
	arrived DATE, 
	chased JSON NOT NULL, 
	forced TEXT NOT NULL, 
	CONSTRAINT fk_case_reports_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);;
INSERT INTO case_reports (id, case_id, position, agency, ordered, due, cost, currency, arrived, chased, forced)
 SELECT id, case_id, position, agency, ordered, due, cost, currency, arrived, '[]', '' FROM case_reports_before;;
DROP TABLE case_reports_before;;
CREATE INDEX ix_case_reports_case ON case_reports (case_id, position);;
CREATE INDEX ix_grade_changes_log ON grade_changes (at, before_grade, after_grade, change_class, approved_by, proposed_by, customer_id, rules);;
