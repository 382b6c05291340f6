-- What a trainee links to their curriculum, how they rate themselves, and what supervisors sign (T7, T8, T9).

-- An item of the portfolio linked to a curriculum item: open to who may read it for as long as it is (P24).
create table evidence_link (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  curriculum_id text not null,
  item_code text not null,
  linked_by uuid not null,
  linked_at timestamptz not null,
  unlinked_at timestamptz,
  primary key (owner_id, id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade
);
create unique index evidence_link_standing on evidence_link (owner_id, curriculum_id, item_code, item_id) where unlinked_at is null;
create index evidence_link_of_item on evidence_link (owner_id, item_id);
grant select, insert, update (unlinked_at) on evidence_link to cairn_app;

-- Append-only: the newest of a year counts.
create table self_assessment (
  owner_id uuid not null,
  id uuid not null,
  curriculum_id text not null,
  item_code text not null,
  training_year_id uuid not null,
  training_year text not null,
  level text not null,
  why text not null,
  assessed_at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, training_year_id) references training_year (owner_id, id)
);
create index self_assessment_newest on self_assessment (owner_id, curriculum_id, item_code, assessed_at desc);
grant select, insert on self_assessment to cairn_app;

-- Append-only: superseded by a newer one of the same item and year, never edited.
create table sign_off (
  owner_id uuid not null,
  id uuid not null,
  curriculum_id text not null,
  item_code text not null,
  training_year_id uuid not null,
  training_year text not null,
  answer text not null check (answer in ('signed off at level', 'more evidence needed', 'more experience needed')),
  level text,
  -- What the supervisor was asked to explain, by what was wanting.
  reasons jsonb not null default '{}',
  note text not null default '',
  signed_by uuid not null,
  -- As they were called then.
  signed_by_name text not null,
  relation text not null check (relation in ('clinical supervisor', 'educational supervisor')),
  signed_at timestamptz not null,
  self_assessment_id uuid,
  chain_number int not null,
  primary key (owner_id, id),
  foreign key (owner_id, training_year_id) references training_year (owner_id, id),
  foreign key (owner_id, self_assessment_id) references self_assessment (owner_id, id),
  foreign key (owner_id, chain_number) references chain_link (owner_id, number),
  check ((answer = 'signed off at level') = (level is not null))
);
-- The chain's number is the order they were signed in.
create index sign_off_newest on sign_off (owner_id, curriculum_id, item_code, chain_number desc);
grant select, insert on sign_off to cairn_app;

-- Append-only: each piece of evidence as a signature saw it. No key to the item, which may be gone long before.
create table evidence_version (
  owner_id uuid not null,
  sign_off_id uuid not null,
  item_id uuid not null,
  item_version int not null,
  title text not null,
  type text,
  started_on date,
  completed_on date,
  notes text not null,
  -- SHA-256 of all that was read, as it stands in the signed record.
  hash text not null,
  primary key (owner_id, sign_off_id, item_id),
  foreign key (owner_id, sign_off_id) references sign_off (owner_id, id)
);
create index evidence_version_of_item on evidence_version (owner_id, item_id);
grant select, insert on evidence_version to cairn_app;

-- The stored bytes stay for as long as a row here names them.
create table evidence_version_file (
  owner_id uuid not null,
  sign_off_id uuid not null,
  item_id uuid not null,
  file_id uuid not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  stored_as text not null,
  primary key (owner_id, sign_off_id, item_id, file_id),
  foreign key (owner_id, sign_off_id, item_id) references evidence_version (owner_id, sign_off_id, item_id)
);
create index evidence_version_file_stored on evidence_version_file (owner_id, stored_as);
grant select, insert on evidence_version_file to cairn_app;

-- When a form was first kept: a supervisor in their days of grace finishes what they began (T2). What is there began when it was last saved.
alter table draft add column begun_at timestamptz;
update draft set begun_at = saved_at;
alter table draft alter column begun_at set not null;
