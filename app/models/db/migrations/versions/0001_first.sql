CREATE TABLE customers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	number VARCHAR(40) NOT NULL, 
	name TEXT NOT NULL, 
	name_norm TEXT NOT NULL, 
	pinyin TEXT NOT NULL, 
	initials TEXT NOT NULL, 
	search_text TEXT NOT NULL, 
	country VARCHAR(2) NOT NULL, 
	address TEXT NOT NULL, 
	trade VARCHAR(80) NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	owner VARCHAR(120) NOT NULL, 
	officer VARCHAR(120) NOT NULL, 
	group_name TEXT NOT NULL, 
	first_deal DATE, 
	flags JSON NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT uq_customers_number UNIQUE (number)
);;
CREATE INDEX ix_customers_name_norm ON customers (name_norm);;
CREATE TABLE store_info (
	id INTEGER NOT NULL CHECK (id = 1), 
	store_id VARCHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	journal_key BLOB NOT NULL, 
	backups INTEGER NOT NULL, 
	CONSTRAINT pk_store_info PRIMARY KEY (id)
);;
CREATE TABLE journal (
	seq INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	who VARCHAR(80) NOT NULL, 
	command VARCHAR(80) NOT NULL, 
	unit INTEGER NOT NULL, 
	action VARCHAR(20) NOT NULL, 
	entity VARCHAR(60) NOT NULL, 
	entity_id INTEGER NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	mac VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (seq)
);;
CREATE INDEX ix_journal_entity ON journal (entity, entity_id);;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;;
CREATE TABLE journal_head (
	id INTEGER NOT NULL CHECK (id = 1), 
	entries INTEGER NOT NULL, 
	mac VARCHAR(64) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_journal_head PRIMARY KEY (id)
);;
CREATE TABLE personal_value (
	digest VARCHAR(64) NOT NULL, 
	salt BLOB NOT NULL, 
	value TEXT NOT NULL, 
	entity VARCHAR(60) NOT NULL, 
	entity_id INTEGER NOT NULL, 
	CONSTRAINT pk_personal_value PRIMARY KEY (digest)
);;
CREATE INDEX ix_personal_value_entity ON personal_value (entity, entity_id);;
CREATE TABLE drafts (
	id INTEGER NOT NULL, 
	owner VARCHAR(80) NOT NULL, 
	place VARCHAR(200) NOT NULL, 
	payload TEXT NOT NULL, 
	saved_at DATETIME NOT NULL, 
	CONSTRAINT pk_drafts PRIMARY KEY (id), 
	CONSTRAINT uq_drafts_owner_place UNIQUE (owner, place)
);;
CREATE TABLE officers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(120) NOT NULL, 
	role VARCHAR(30) NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT uq_officers_name UNIQUE (name)
);;
CREATE TABLE settings (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR(80) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT uq_settings_key UNIQUE ("key")
);;
CREATE TABLE methodologies (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	hash VARCHAR(64) NOT NULL, 
	version VARCHAR(40) NOT NULL, 
	name_json TEXT NOT NULL, 
	body TEXT NOT NULL, 
	valid_from DATE NOT NULL, 
	published_at DATETIME NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	CONSTRAINT uq_methodologies_hash UNIQUE (hash)
);;
CREATE TABLE cases (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	number VARCHAR(40) NOT NULL, 
	customer_id INTEGER NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	mode VARCHAR(20) NOT NULL, 
	profile VARCHAR(20) NOT NULL, 
	methodology_hash VARCHAR(64) NOT NULL, 
	methodology_version VARCHAR(40) NOT NULL, 
	opened DATE NOT NULL, 
	assessor VARCHAR(120) NOT NULL, 
	change_class VARCHAR(20) NOT NULL, 
	purpose TEXT NOT NULL, 
	requested_limit TEXT, 
	requested_term INTEGER, 
	currency VARCHAR(3) NOT NULL, 
	own_monthly_sales TEXT, 
	own_exposure TEXT, 
	own_overdue TEXT, 
	with_areas BOOLEAN NOT NULL, 
	independent BOOLEAN NOT NULL, 
	verifier VARCHAR(120) NOT NULL, 
	verified_at DATETIME, 
	override_grade INTEGER, 
	override_reason TEXT, 
	override_expires DATE, 
	override_by VARCHAR(120), 
	override_second_by VARCHAR(120), 
	CONSTRAINT uq_cases_number UNIQUE (number), 
	CONSTRAINT fk_cases_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_cases_methodology_hash FOREIGN KEY(methodology_hash) REFERENCES methodologies (hash)
);;
CREATE INDEX ix_cases_customer ON cases (customer_id, state);;
CREATE TABLE customer_identifiers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	value VARCHAR(80) NOT NULL, 
	value_norm VARCHAR(80) NOT NULL, 
	country VARCHAR(2) NOT NULL, 
	CONSTRAINT fk_customer_identifiers_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
CREATE INDEX ix_customer_identifiers_customer ON customer_identifiers (customer_id, position);;
CREATE INDEX ix_customer_identifiers_value ON customer_identifiers (value_norm);;
CREATE TABLE customer_former_names (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_norm TEXT NOT NULL, 
	CONSTRAINT fk_customer_former_names_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
CREATE INDEX ix_customer_former_names_customer ON customer_former_names (customer_id, position);;
CREATE INDEX ix_customer_former_names_norm ON customer_former_names (name_norm);;
CREATE TABLE customer_related (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	relation TEXT NOT NULL, 
	identifier VARCHAR(80) NOT NULL, 
	CONSTRAINT fk_customer_related_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
CREATE INDEX ix_customer_related_customer ON customer_related (customer_id, position);;
CREATE TABLE customer_contacts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	post TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	email TEXT NOT NULL, 
	CONSTRAINT fk_customer_contacts_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
CREATE INDEX ix_customer_contacts_customer ON customer_contacts (customer_id, position);;
CREATE TABLE statements (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	"end" DATE NOT NULL, 
	months INTEGER NOT NULL, 
	consolidated BOOLEAN NOT NULL, 
	framework VARCHAR(10) NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	unit INTEGER NOT NULL, 
	audited BOOLEAN NOT NULL, 
	source VARCHAR(40) NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT uq_statements_customer_id_end_months_consolidated UNIQUE (customer_id, "end", months, consolidated), 
	CONSTRAINT fk_statements_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);;
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
	CONSTRAINT fk_case_reports_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);;
CREATE INDEX ix_case_reports_case ON case_reports (case_id, position);;
CREATE TABLE answers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	item VARCHAR(40) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	value_kind VARCHAR(10) NOT NULL, 
	value TEXT NOT NULL, 
	details JSON NOT NULL, 
	rows JSON NOT NULL, 
	as_of DATE, 
	sources JSON NOT NULL, 
	evidence_ids JSON NOT NULL, 
	check_state VARCHAR(20) NOT NULL, 
	note TEXT NOT NULL, 
	comment TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	at DATETIME, 
	second_by VARCHAR(120) NOT NULL, 
	sample BOOLEAN NOT NULL, 
	CONSTRAINT uq_answers_case_id_item UNIQUE (case_id, item), 
	CONSTRAINT fk_answers_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);;
CREATE TABLE guarantees (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	prior TEXT NOT NULL, 
	guarantor_grade VARCHAR(10) NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT fk_guarantees_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);;
CREATE INDEX ix_guarantees_case ON guarantees (case_id, position);;
CREATE TABLE evidence (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	added_at DATETIME NOT NULL, 
	added_by VARCHAR(120) NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT fk_evidence_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);;
CREATE INDEX ix_evidence_case ON evidence (case_id);;
CREATE TABLE grade_changes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	customer_number VARCHAR(40) NOT NULL, 
	customer_name TEXT NOT NULL, 
	customer_identifier VARCHAR(80) NOT NULL, 
	case_id INTEGER NOT NULL, 
	case_number VARCHAR(40) NOT NULL, 
	at DATETIME NOT NULL, 
	change_class VARCHAR(20) NOT NULL, 
	before_grade INTEGER, 
	before_score TEXT, 
	before_provisional BOOLEAN, 
	before_limit TEXT, 
	before_currency VARCHAR(3), 
	before_term_days INTEGER, 
	before_prepayment_pct TEXT, 
	before_security TEXT, 
	before_release TEXT, 
	before_review_days INTEGER, 
	after_grade INTEGER NOT NULL, 
	after_score TEXT NOT NULL, 
	after_provisional BOOLEAN NOT NULL, 
	after_limit TEXT NOT NULL, 
	after_currency VARCHAR(3) NOT NULL, 
	after_term_days INTEGER NOT NULL, 
	after_prepayment_pct TEXT NOT NULL, 
	after_security TEXT NOT NULL, 
	after_release TEXT NOT NULL, 
	after_review_days INTEGER NOT NULL, 
	grounds JSON NOT NULL, 
	text TEXT NOT NULL, 
	conditions TEXT NOT NULL, 
	rules JSON NOT NULL, 
	effective DATE NOT NULL, 
	next_review DATE NOT NULL, 
	proposed_by VARCHAR(120) NOT NULL, 
	proposed_at DATETIME NOT NULL, 
	approved_by VARCHAR(120) NOT NULL, 
	approved_role VARCHAR(30) NOT NULL, 
	approved_at DATETIME NOT NULL, 
	decision_note TEXT NOT NULL, 
	own_exposure TEXT, 
	own_overdue TEXT, 
	security_held TEXT, 
	previous_no INTEGER, 
	changes_12m INTEGER NOT NULL, 
	methodology_version VARCHAR(40) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	CONSTRAINT fk_grade_changes_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_grade_changes_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_grade_changes_previous_no FOREIGN KEY(previous_no) REFERENCES grade_changes (id)
);;
CREATE INDEX ix_grade_changes_customer ON grade_changes (customer_id, id);;
CREATE TABLE ratings (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	engine INTEGER NOT NULL, 
	methodology_hash VARCHAR(64) NOT NULL, 
	input_json TEXT NOT NULL, 
	result_json TEXT NOT NULL, 
	input_hash VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	score TEXT, 
	grade INTEGER, 
	provisional BOOLEAN NOT NULL, 
	CONSTRAINT fk_ratings_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_ratings_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_ratings_methodology_hash FOREIGN KEY(methodology_hash) REFERENCES methodologies (hash)
);;
CREATE INDEX ix_ratings_customer ON ratings (customer_id, id);;
CREATE INDEX ix_ratings_case ON ratings (case_id, id);;
CREATE TABLE statement_lines (
	statement_id INTEGER NOT NULL, 
	opening BOOLEAN NOT NULL, 
	line VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_statement_lines PRIMARY KEY (statement_id, opening, line), 
	CONSTRAINT fk_statement_lines_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);;
CREATE TABLE proposals (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	rating_id INTEGER NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	grade INTEGER NOT NULL, 
	score TEXT NOT NULL, 
	provisional BOOLEAN NOT NULL, 
	"limit" TEXT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	term_days INTEGER NOT NULL, 
	prepayment_pct TEXT NOT NULL, 
	security TEXT NOT NULL, 
	release TEXT NOT NULL, 
	review_days INTEGER NOT NULL, 
	change_class VARCHAR(20) NOT NULL, 
	grounds JSON NOT NULL, 
	text TEXT NOT NULL, 
	conditions TEXT NOT NULL, 
	effective DATE NOT NULL, 
	next_review DATE NOT NULL, 
	valid_until DATE NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	at DATETIME NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	CONSTRAINT fk_proposals_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_proposals_rating_id FOREIGN KEY(rating_id) REFERENCES ratings (id)
);;
CREATE INDEX ix_proposals_case ON proposals (case_id, state);;
CREATE TABLE notices (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	change_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	department VARCHAR(20) NOT NULL, 
	person TEXT NOT NULL, 
	sent DATETIME, 
	channel VARCHAR(40) NOT NULL, 
	acknowledged DATETIME, 
	CONSTRAINT fk_notices_change_id FOREIGN KEY(change_id) REFERENCES grade_changes (id)
);;
CREATE INDEX ix_notices_change ON notices (change_id, position);;
CREATE TABLE grades_in_force (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	grade INTEGER NOT NULL, 
	score TEXT NOT NULL, 
	provisional BOOLEAN NOT NULL, 
	"limit" TEXT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	term_days INTEGER NOT NULL, 
	prepayment_pct TEXT NOT NULL, 
	security TEXT NOT NULL, 
	release TEXT NOT NULL, 
	review_days INTEGER NOT NULL, 
	since DATE NOT NULL, 
	next_review DATE NOT NULL, 
	valid_until DATE NOT NULL, 
	rating_id INTEGER NOT NULL, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT uq_grades_in_force_customer_id UNIQUE (customer_id), 
	CONSTRAINT fk_grades_in_force_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_grades_in_force_rating_id FOREIGN KEY(rating_id) REFERENCES ratings (id), 
	CONSTRAINT fk_grades_in_force_change_id FOREIGN KEY(change_id) REFERENCES grade_changes (id)
);;
CREATE INDEX ix_grades_in_force_next_review ON grades_in_force (next_review);;
CREATE TABLE decisions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	proposal_id INTEGER NOT NULL, 
	outcome VARCHAR(12) NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	role VARCHAR(30) NOT NULL, 
	at DATETIME NOT NULL, 
	note TEXT NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	CONSTRAINT fk_decisions_proposal_id FOREIGN KEY(proposal_id) REFERENCES proposals (id)
);;
CREATE INDEX ix_decisions_proposal ON decisions (proposal_id);;
