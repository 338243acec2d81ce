CREATE TABLE imports (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(120) NOT NULL, 
	files JSON NOT NULL, 
	profile VARCHAR(120) NOT NULL, 
	mapping TEXT NOT NULL, 
	summary JSON NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	undone_at DATETIME, 
	undone_by VARCHAR(120) NOT NULL
);;
CREATE TABLE origins (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	import_id INTEGER NOT NULL, 
	entity VARCHAR(40) NOT NULL, 
	entity_id INTEGER NOT NULL, 
	table_no INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	made BOOLEAN NOT NULL, 
	"before" JSON, 
	"after" JSON, 
	kept_version INTEGER NOT NULL, 
	CONSTRAINT fk_origins_import_id FOREIGN KEY(import_id) REFERENCES imports (id)
);;
CREATE INDEX ix_origins_entity ON origins (entity, entity_id);;
CREATE INDEX ix_origins_import ON origins (import_id, entity);;
CREATE TABLE outside_records (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	as_of DATE, 
	content JSON NOT NULL, 
	import_id INTEGER NOT NULL, 
	CONSTRAINT fk_outside_records_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_outside_records_import_id FOREIGN KEY(import_id) REFERENCES imports (id)
);;
CREATE INDEX ix_outside_records_customer ON outside_records (customer_id, as_of);;
CREATE TABLE turnover (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id INTEGER NOT NULL, 
	direction VARCHAR(12) NOT NULL, 
	month DATE NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	invoices INTEGER NOT NULL, 
	voided INTEGER NOT NULL, 
	reduced INTEGER NOT NULL, 
	partners INTEGER NOT NULL, 
	net TEXT NOT NULL, 
	tax TEXT NOT NULL, 
	gross TEXT NOT NULL, 
	import_id INTEGER NOT NULL, 
	CONSTRAINT fk_turnover_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_turnover_import_id FOREIGN KEY(import_id) REFERENCES imports (id)
);;
CREATE INDEX ix_turnover_customer ON turnover (customer_id, direction, month);;
CREATE TABLE ledger_entries (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	number VARCHAR(80) NOT NULL, 
	day DATE NOT NULL, 
	due DATE, 
	amount TEXT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	disputed BOOLEAN NOT NULL, 
	invoice VARCHAR(80) NOT NULL, 
	delivered TEXT, 
	import_id INTEGER, 
	CONSTRAINT fk_ledger_entries_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_ledger_entries_import_id FOREIGN KEY(import_id) REFERENCES imports (id)
);;
CREATE INDEX ix_ledger_entries_customer ON ledger_entries (customer_id, kind, day);;
CREATE INDEX ix_ledger_entries_number ON ledger_entries (customer_id, kind, number);;
CREATE TABLE import_profiles (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(120) NOT NULL, 
	toml TEXT NOT NULL, 
	CONSTRAINT uq_import_profiles_name UNIQUE (name)
);;
