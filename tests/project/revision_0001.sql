BEGIN TRANSACTION;
CREATE TABLE action (
	id INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	coder VARCHAR(400) NOT NULL, 
	label TEXT NOT NULL, 
	undoes INTEGER, 
	CONSTRAINT pk_action PRIMARY KEY (id), 
	CONSTRAINT fk_action_undoes_action FOREIGN KEY(undoes) REFERENCES action (id)
);
INSERT INTO "action" VALUES(1,'2026-11-22T06:19:42Z','Ida','Importerte Intervju 1',NULL);
INSERT INTO "action" VALUES(2,'2026-11-22T06:19:42Z','Ida','Ny kode: Måltall',NULL);
INSERT INTO "action" VALUES(3,'2026-11-22T06:19:42Z','Ida','Ny kode: Skjønn',NULL);
INSERT INTO "action" VALUES(4,'2026-11-22T06:19:42Z','Ida','Kodet Måltall i Intervju 1',NULL);
INSERT INTO "action" VALUES(5,'2026-11-22T06:19:42Z','Ida','Kodet Skjønn i Intervju 1',NULL);
INSERT INTO "action" VALUES(6,'2026-11-22T06:19:42Z','Ida','Nytt case: Berit',NULL);
INSERT INTO "action" VALUES(7,'2026-11-22T06:19:42Z','Ida','Memo: Første inntrykk',NULL);
INSERT INTO "action" VALUES(8,'2026-11-22T06:19:42Z','Ida','Kodet Skjønn i Intervju 1',NULL);
INSERT INTO "action" VALUES(9,'2026-11-22T06:19:42Z','Ida','Fjernet Skjønn fra Intervju 1',NULL);
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE attribute (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	name_key VARCHAR(400) NOT NULL, 
	applies_to VARCHAR(20) NOT NULL, 
	type VARCHAR(20) NOT NULL, 
	choices JSON NOT NULL, 
	export_rule VARCHAR(20) NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_attribute PRIMARY KEY (id), 
	CONSTRAINT uq_attribute_applies_to_name_key UNIQUE (applies_to, name_key), 
	CONSTRAINT ck_attribute_applies_to CHECK (applies_to IN ('case', 'document'))
);
CREATE TABLE attribute_value (
	id VARCHAR(36) NOT NULL, 
	attribute_id VARCHAR(36) NOT NULL, 
	case_id VARCHAR(36), 
	document_id VARCHAR(36), 
	value TEXT NOT NULL, 
	CONSTRAINT pk_attribute_value PRIMARY KEY (id), 
	CONSTRAINT uq_attribute_value_attribute_id_case_id UNIQUE (attribute_id, case_id), 
	CONSTRAINT uq_attribute_value_attribute_id_document_id UNIQUE (attribute_id, document_id), 
	CONSTRAINT ck_attribute_value_one_owner CHECK ((case_id IS NULL) <> (document_id IS NULL)), 
	CONSTRAINT fk_attribute_value_attribute_id_attribute FOREIGN KEY(attribute_id) REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_attribute_value_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_attribute_value_document_id_document FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE "case" (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	name_key VARCHAR(400) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	parent_id VARCHAR(36), 
	description TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_case PRIMARY KEY (id), 
	CONSTRAINT uq_case_name_key UNIQUE (name_key), 
	CONSTRAINT fk_case_parent_id_case FOREIGN KEY(parent_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "case" VALUES('380cd631-e3a5-4f9d-a215-818e92a54e6b','Berit','berit','person',NULL,'');
CREATE TABLE change (
	id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	table_name VARCHAR(40) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	row_id VARCHAR(36), 
	"before" JSON, 
	"after" JSON, 
	image BLOB, 
	CONSTRAINT pk_change PRIMARY KEY (id), 
	CONSTRAINT ck_change_kind CHECK (kind IN ('insert', 'update', 'delete')), 
	CONSTRAINT fk_change_action_id_action FOREIGN KEY(action_id) REFERENCES action (id)
);
INSERT INTO "change" VALUES(1,1,'document','insert','ddc76ad7-dd64-4239-baf4-2bda30fb14de',NULL,'{"fingerprint": "af9eafa88312e9396271b7216cc17a7b"}',NULL);
INSERT INTO "change" VALUES(2,1,'speaker','insert',NULL,NULL,NULL,X'78010DCC3B0EC2300C00D0BB78AEA5FA97B4BD0A6270620765A9506143DC1DDE01DE0766BCE0B8412D11653542B65150352B7AE98ED45BCDD53C7D3758A089441A25DA563BEACE0D7D302349AF452D885CE0BEC098E723AFE735CF371CFF5C45C88247DDB3A8AEB6B5E19D392C253BC1F707CE392529');
INSERT INTO "change" VALUES(3,1,'turn','insert',NULL,NULL,NULL,X'78010DCA310EC3200C05D0BB788E25C0184CAE5275F860A8B24455DAADEADDDB37BF0F1DFEA2FD469825B5B5322B8671C618DC618D914209168B8B396DD45BB119827004FE4D9372B3DC39ACA652A6A49A17DD375AC7F998D7F33ACE37EDE486288AE4A222E8B5CEEE3E818522316BA3EF0FE1842593');
INSERT INTO "change" VALUES(4,2,'codebook','insert','062196b1-c599-4c7c-abab-ee313f6238a3',NULL,'{"fingerprint": "767b4407f1342b1b7beecd9fe5520ec5"}',NULL);
INSERT INTO "change" VALUES(5,2,'code','insert','edf642ac-ea46-42a3-b8bc-00bb9bd056a9',NULL,'{"fingerprint": "975238f5ae51484e29ce3200286e4921"}',NULL);
INSERT INTO "change" VALUES(6,3,'code','insert','2484ed40-3db3-4589-9ed2-3b5ec5647d3a',NULL,'{"fingerprint": "4fe6acae13b96063e048a3963c7f1196"}',NULL);
INSERT INTO "change" VALUES(7,4,'coding','insert','3bfa6e2f-b86e-4f72-9ab6-41691bd166b2',NULL,'{"fingerprint": "2f3c8d33c0913b42b4021c3525a5df29"}',NULL);
INSERT INTO "change" VALUES(8,4,'memo','insert','185c67c5-ba9a-48fd-aede-59d94f80a99e',NULL,'{"fingerprint": "8a2c3e6392d7e706ae82d6a02f5bb1b4"}',NULL);
INSERT INTO "change" VALUES(9,5,'coding','insert','cbcc7d56-36d7-4aec-bc5f-751b74bee7d8',NULL,'{"fingerprint": "a3b116409d361f4ea32cb2d71c4b4e0c"}',NULL);
INSERT INTO "change" VALUES(10,6,'case','insert','380cd631-e3a5-4f9d-a215-818e92a54e6b',NULL,'{"fingerprint": "44eea726ca4043f9b6fb8423dad0f137"}',NULL);
INSERT INTO "change" VALUES(11,7,'memo','insert','d68eb9c2-5153-4342-9701-e3e47847618d',NULL,'{"fingerprint": "c77a281c81c985592e1583665cba7169"}',NULL);
INSERT INTO "change" VALUES(12,8,'coding','insert','c08366ce-d939-4cf2-b122-7f4611382f45',NULL,'{"fingerprint": "4d835386dc245b348311839bc24c84d0"}',NULL);
INSERT INTO "change" VALUES(13,9,'coding','delete','c08366ce-d939-4cf2-b122-7f4611382f45','{"id": "c08366ce-d939-4cf2-b122-7f4611382f45", "document_id": "ddc76ad7-dd64-4239-baf4-2bda30fb14de", "start_offset": 0, "end_offset": 5, "code_id": "2484ed40-3db3-4589-9ed2-3b5ec5647d3a", "coder_id": "c1259442-a41b-4132-8c8d-fc8e26b7542f", "created_at": "2026-11-22T06:19:42Z", "value": null, "key_quote": false}',NULL,NULL);
CREATE TABLE code (
	id VARCHAR(36) NOT NULL, 
	codebook_id VARCHAR(36) NOT NULL, 
	parent_id VARCHAR(36), 
	name VARCHAR(400) NOT NULL, 
	sibling_key VARCHAR(450) NOT NULL, 
	position DOUBLE NOT NULL, 
	level VARCHAR(20) NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	definition TEXT DEFAULT '' NOT NULL, 
	include TEXT DEFAULT '' NOT NULL, 
	exclude TEXT DEFAULT '' NOT NULL, 
	example TEXT DEFAULT '' NOT NULL, 
	color VARCHAR(7) NOT NULL, 
	aliases JSON NOT NULL, 
	phrases JSON NOT NULL, 
	literature JSON NOT NULL, 
	labels JSON NOT NULL, 
	scale JSON NOT NULL, 
	in_vivo BOOLEAN NOT NULL, 
	pin INTEGER, 
	CONSTRAINT pk_code PRIMARY KEY (id), 
	CONSTRAINT uq_code_codebook_id_sibling_key UNIQUE (codebook_id, sibling_key), 
	CONSTRAINT ck_code_level CHECK (level IN ('code', 'category', 'theme')), 
	CONSTRAINT ck_code_status CHECK (status IN ('candidate', 'active', 'parked', 'retired')), 
	CONSTRAINT fk_code_codebook_id_codebook FOREIGN KEY(codebook_id) REFERENCES codebook (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_code_parent_id_code FOREIGN KEY(parent_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "code" VALUES('edf642ac-ea46-42a3-b8bc-00bb9bd056a9','062196b1-c599-4c7c-abab-ee313f6238a3',NULL,'Måltall','/måltall',1.0,'code','active','','','','','#0072B2','[]','[]','[]','{}','[]',0,NULL);
INSERT INTO "code" VALUES('2484ed40-3db3-4589-9ed2-3b5ec5647d3a','062196b1-c599-4c7c-abab-ee313f6238a3',NULL,'Skjønn','/skjønn',2.0,'code','active','','','','','#E69F00','[]','[]','[]','{}','[]',0,NULL);
CREATE TABLE codebook (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	name_key VARCHAR(400) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	description TEXT DEFAULT '' NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_codebook PRIMARY KEY (id), 
	CONSTRAINT uq_codebook_name_key UNIQUE (name_key)
);
INSERT INTO "codebook" VALUES('062196b1-c599-4c7c-abab-ee313f6238a3','small','small','nb','',0);
CREATE TABLE coder (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	name_key VARCHAR(400) NOT NULL, 
	CONSTRAINT pk_coder PRIMARY KEY (id), 
	CONSTRAINT uq_coder_name_key UNIQUE (name_key)
);
INSERT INTO "coder" VALUES('c1259442-a41b-4132-8c8d-fc8e26b7542f','Ida','ida');
CREATE TABLE coding (
	id VARCHAR(36) NOT NULL, 
	document_id VARCHAR(36) NOT NULL, 
	start_offset INTEGER NOT NULL, 
	end_offset INTEGER NOT NULL, 
	code_id VARCHAR(36) NOT NULL, 
	coder_id VARCHAR(36) NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	value TEXT, 
	key_quote BOOLEAN NOT NULL, 
	CONSTRAINT pk_coding PRIMARY KEY (id), 
	CONSTRAINT ck_coding_span CHECK (0 <= start_offset AND start_offset < end_offset), 
	CONSTRAINT fk_coding_document_id_document FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_coding_code_id_code FOREIGN KEY(code_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_coding_coder_id_coder FOREIGN KEY(coder_id) REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "coding" VALUES('3bfa6e2f-b86e-4f72-9ab6-41691bd166b2','ddc76ad7-dd64-4239-baf4-2bda30fb14de',40,49,'edf642ac-ea46-42a3-b8bc-00bb9bd056a9','c1259442-a41b-4132-8c8d-fc8e26b7542f','2026-11-22T06:19:42Z',NULL,0);
INSERT INTO "coding" VALUES('cbcc7d56-36d7-4aec-bc5f-751b74bee7d8','ddc76ad7-dd64-4239-baf4-2bda30fb14de',29,33,'2484ed40-3db3-4589-9ed2-3b5ec5647d3a','c1259442-a41b-4132-8c8d-fc8e26b7542f','2026-11-22T06:19:42Z',NULL,0);
CREATE TABLE document (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	name_key VARCHAR(400) NOT NULL, 
	position BIGINT NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	fidelity VARCHAR(40) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	source VARCHAR(400) NOT NULL, 
	imported_at VARCHAR(32) NOT NULL, 
	encoding VARCHAR(40) NOT NULL, 
	notices JSON NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	characters INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	turn_pattern TEXT NOT NULL, 
	text TEXT NOT NULL, 
	raw TEXT, 
	CONSTRAINT pk_document PRIMARY KEY (id), 
	CONSTRAINT uq_document_name_key UNIQUE (name_key)
);
INSERT INTO "document" VALUES('ddc76ad7-dd64-4239-baf4-2bda30fb14de','Intervju 1','intervju 1',1,'interview','verbatim','nb','','2026-11-22T06:19:42Z','utf-8','[]','3c7743e918b7c11e240ba92fbc4ce81aa2ce11061132eba4f1aed42a14df83d5',61,5,'auto','I: Hva bestemmer du?

Berit: Lite, for måltallet henger der.
',NULL);
CREATE TABLE memo (
	id VARCHAR(36) NOT NULL, 
	coder_id VARCHAR(36) NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	title VARCHAR(400) NOT NULL, 
	text TEXT NOT NULL, 
	document_id VARCHAR(36), 
	segment_id VARCHAR(36), 
	code_id VARCHAR(36), 
	coding_id VARCHAR(36), 
	case_id VARCHAR(36), 
	CONSTRAINT pk_memo PRIMARY KEY (id), 
	CONSTRAINT fk_memo_coder_id_coder FOREIGN KEY(coder_id) REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_memo_document_id_document FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_memo_segment_id_segment FOREIGN KEY(segment_id) REFERENCES segment (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_memo_code_id_code FOREIGN KEY(code_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_memo_coding_id_coding FOREIGN KEY(coding_id) REFERENCES coding (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_memo_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "memo" VALUES('185c67c5-ba9a-48fd-aede-59d94f80a99e','c1259442-a41b-4132-8c8d-fc8e26b7542f','2026-11-22T06:19:42Z','2026-11-22T06:19:42Z','reflection','','sjekk',NULL,NULL,NULL,'3bfa6e2f-b86e-4f72-9ab6-41691bd166b2',NULL);
INSERT INTO "memo" VALUES('d68eb9c2-5153-4342-9701-e3e47847618d','c1259442-a41b-4132-8c8d-fc8e26b7542f','2026-11-22T06:19:42Z','2026-11-22T06:19:42Z','reflection','','Første inntrykk','ddc76ad7-dd64-4239-baf4-2bda30fb14de',NULL,NULL,NULL,NULL);
CREATE TABLE presence (
	id VARCHAR(36) NOT NULL, 
	coder VARCHAR(400) NOT NULL, 
	host VARCHAR(400) NOT NULL, 
	pid INTEGER NOT NULL, 
	since VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_presence PRIMARY KEY (id)
);
CREATE TABLE project (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	settings JSON NOT NULL, 
	CONSTRAINT pk_project PRIMARY KEY (id)
);
INSERT INTO "project" VALUES('2dbaa455-88c6-4622-891b-b14463609ac1','small','nb','2026-11-22T06:19:42Z','{}');
CREATE TABLE segment (
	id VARCHAR(36) NOT NULL, 
	document_id VARCHAR(36) NOT NULL, 
	start_offset INTEGER NOT NULL, 
	end_offset INTEGER NOT NULL, 
	CONSTRAINT pk_segment PRIMARY KEY (id), 
	CONSTRAINT ck_segment_span CHECK (0 <= start_offset AND start_offset <= end_offset), 
	CONSTRAINT fk_segment_document_id_document FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE speaker (
	id VARCHAR(36) NOT NULL, 
	document_id VARCHAR(36) NOT NULL, 
	label VARCHAR(400) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	case_id VARCHAR(36), 
	CONSTRAINT pk_speaker PRIMARY KEY (id), 
	CONSTRAINT uq_speaker_document_id_label UNIQUE (document_id, label), 
	CONSTRAINT fk_speaker_document_id_document FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_speaker_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "speaker" VALUES('76dd6051-25f6-44e7-a6ca-1cb7e05aea95','ddc76ad7-dd64-4239-baf4-2bda30fb14de','I','interviewer',NULL);
INSERT INTO "speaker" VALUES('b33de51e-587c-492b-af22-13c7645d11a3','ddc76ad7-dd64-4239-baf4-2bda30fb14de','Berit','participant',NULL);
CREATE TABLE turn (
	id VARCHAR(36) NOT NULL, 
	document_id VARCHAR(36) NOT NULL, 
	speaker_id VARCHAR(36), 
	number INTEGER NOT NULL, 
	timestamp VARCHAR(40), 
	start_offset INTEGER NOT NULL, 
	end_offset INTEGER NOT NULL, 
	CONSTRAINT pk_turn PRIMARY KEY (id), 
	CONSTRAINT uq_turn_document_id_number UNIQUE (document_id, number), 
	CONSTRAINT ck_turn_span CHECK (0 <= start_offset AND start_offset <= end_offset), 
	CONSTRAINT fk_turn_document_id_document FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_turn_speaker_id_speaker FOREIGN KEY(speaker_id) REFERENCES speaker (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "turn" VALUES('ae629ff4-5ac8-4acc-ba89-a2060816d38d','ddc76ad7-dd64-4239-baf4-2bda30fb14de','76dd6051-25f6-44e7-a6ca-1cb7e05aea95',1,NULL,3,20);
INSERT INTO "turn" VALUES('b968e003-1aa8-4525-984b-0f9536e3274f','ddc76ad7-dd64-4239-baf4-2bda30fb14de','b33de51e-587c-492b-af22-13c7645d11a3',2,NULL,29,60);
CREATE INDEX ix_case_parent_id ON "case" (parent_id);
CREATE INDEX ix_action_undoes ON action (undoes);
CREATE INDEX ix_speaker_document_id ON speaker (document_id);
CREATE INDEX ix_speaker_case_id ON speaker (case_id);
CREATE INDEX ix_attribute_value_document_id ON attribute_value (document_id);
CREATE INDEX ix_attribute_value_attribute_id ON attribute_value (attribute_id);
CREATE INDEX ix_attribute_value_case_id ON attribute_value (case_id);
CREATE INDEX ix_code_parent_id ON code (parent_id);
CREATE INDEX ix_code_codebook_id ON code (codebook_id);
CREATE INDEX ix_segment_document_id ON segment (document_id);
CREATE INDEX ix_change_row_id ON change (row_id);
CREATE INDEX ix_change_action_id ON change (action_id);
CREATE INDEX ix_turn_speaker_id ON turn (speaker_id);
CREATE INDEX ix_coding_code_id ON coding (code_id);
CREATE INDEX ix_coding_document_id_start_offset ON coding (document_id, start_offset);
CREATE INDEX ix_coding_coder_id ON coding (coder_id);
CREATE INDEX ix_memo_coding_id ON memo (coding_id);
CREATE INDEX ix_memo_segment_id ON memo (segment_id);
CREATE INDEX ix_memo_coder_id ON memo (coder_id);
CREATE INDEX ix_memo_case_id ON memo (case_id);
CREATE INDEX ix_memo_code_id ON memo (code_id);
CREATE INDEX ix_memo_document_id ON memo (document_id);
COMMIT;
PRAGMA application_id=1363365700;
