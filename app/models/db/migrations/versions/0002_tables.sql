CREATE TABLE customer_list (
	customer_id INTEGER NOT NULL, 
	name_sort TEXT NOT NULL, 
	name TEXT NOT NULL, 
	number VARCHAR(40) NOT NULL, 
	name_find TEXT NOT NULL, 
	code_find TEXT NOT NULL, 
	identifier VARCHAR(80), 
	trade VARCHAR(80), 
	owner VARCHAR(120), 
	officer VARCHAR(120), 
	country VARCHAR(2), 
	group_name TEXT, 
	flags TEXT, 
	currency VARCHAR(3) NOT NULL, 
	grade INTEGER, 
	provisional BOOLEAN NOT NULL, 
	former_grade INTEGER, 
	score_key INTEGER, 
	limit_key INTEGER, 
	since DATE, 
	next_review DATE, 
	case_id INTEGER, 
	case_state VARCHAR(20), 
	exposure_key INTEGER, 
	exposure_currency VARCHAR(3), 
	risk_key INTEGER, 
	risk_currency VARCHAR(3), 
	alarmed BOOLEAN NOT NULL, 
	unread BOOLEAN NOT NULL, 
	CONSTRAINT pk_customer_list PRIMARY KEY (customer_id)
);;
CREATE TABLE methodology_drafts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	base_hash VARCHAR(64) NOT NULL, 
	body TEXT NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	created_at DATETIME NOT NULL, 
	saved_at DATETIME NOT NULL
);;
CREATE TABLE saved_views (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	owner VARCHAR(120) NOT NULL, 
	screen VARCHAR(40) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	position INTEGER NOT NULL, 
	body JSON NOT NULL, 
	CONSTRAINT uq_saved_views_owner_screen_name UNIQUE (owner, screen, name)
);;
CREATE INDEX ix_cases_state ON cases (state, customer_id);;
CREATE INDEX ix_customer_list_alarmed ON customer_list (alarmed, customer_id);;
CREATE INDEX ix_customer_list_case_state ON customer_list (case_state, customer_id);;
CREATE INDEX ix_customer_list_country ON customer_list (country, customer_id);;
CREATE INDEX ix_customer_list_currency ON customer_list (currency, customer_id);;
CREATE INDEX ix_customer_list_exposure_key ON customer_list (exposure_key, customer_id);;
CREATE INDEX ix_customer_list_flags ON customer_list (flags, customer_id);;
CREATE INDEX ix_customer_list_former_grade ON customer_list (former_grade, customer_id);;
CREATE INDEX ix_customer_list_grade ON customer_list (grade, customer_id);;
CREATE INDEX ix_customer_list_group_name ON customer_list (group_name, customer_id);;
CREATE INDEX ix_customer_list_identifier ON customer_list (identifier, customer_id);;
CREATE INDEX ix_customer_list_limit_key ON customer_list (limit_key, customer_id);;
CREATE INDEX ix_customer_list_name_sort ON customer_list (name_sort, customer_id);;
CREATE INDEX ix_customer_list_next_review ON customer_list (next_review, customer_id);;
CREATE INDEX ix_customer_list_number ON customer_list (number, customer_id);;
CREATE INDEX ix_customer_list_officer ON customer_list (officer, customer_id);;
CREATE INDEX ix_customer_list_owner ON customer_list (owner, customer_id);;
CREATE INDEX ix_customer_list_risk ON customer_list (risk_currency, risk_key, next_review, case_state, alarmed, customer_id);;
CREATE INDEX ix_customer_list_score_key ON customer_list (score_key, customer_id);;
CREATE INDEX ix_customer_list_since ON customer_list (since, customer_id);;
CREATE INDEX ix_customer_list_trade ON customer_list (trade, customer_id);;
CREATE INDEX ix_customer_list_unread ON customer_list (unread, risk_currency, risk_key, customer_id);;
CREATE INDEX ix_grade_changes_at ON grade_changes (at);;
CREATE INDEX ix_grade_changes_rules ON grade_changes (rules, customer_id);;
CREATE INDEX ix_methodology_drafts_name ON methodology_drafts (name);;
CREATE INDEX ix_notices_acknowledged ON notices (acknowledged, change_id);;
CREATE INDEX ix_proposals_state ON proposals (state, id);;
