-- One row per piece of learning. Everything that can be evidence is an item; what a kind adds lives in its feature's table.
create table item (
  owner_id uuid not null,
  id uuid not null,
  kind text not null default 'own' check (kind in ('own', 'module')),
  source text not null check (source in ('entered', 'photographed', 'copied', 'learning')),
  title text not null check (length(title) between 1 and 500),
  type text,
  status text not null check (status in ('not started', 'in progress', 'completed')),
  link text not null default '',
  notes text not null default '',
  started_on date,
  completed_on date,
  added_on date not null,
  -- P8: what lists are ordered and filtered by.
  learned_on date not null generated always as (coalesce(completed_on, started_on, added_on)) stored,
  personal numeric(5, 2) check (personal >= 0),
  personal_reason text not null default '',
  impact numeric(5, 2) check (impact >= 0),
  clinical text check (clinical in ('clinical', 'non-clinical')),
  setting text check (setting in ('external', 'internal', 'personal')),
  participatory boolean not null default false,
  practice_before text not null default '',
  practice_after text not null default '',
  practice_changes text not null default '',
  change_check_on date,
  -- Kept beside their own tables for speed, written by one function each (retag, recountFiles).
  tag_ids uuid[] not null default '{}',
  tag_text text not null default '',
  file_count int not null default 0,
  file_text text not null default '',
  version int not null default 1,
  added_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  binned_at timestamptz,
  words tsvector not null generated always as (
    to_tsvector('english', left(folded(title || ' ' || tag_text || ' ' || file_text || ' ' || link || ' ' || notes || ' ' || practice_before || ' ' || practice_after || ' ' || practice_changes), 250000))
    || to_tsvector('simple', left(folded(title || ' ' || tag_text || ' ' || file_text || ' ' || link || ' ' || notes || ' ' || practice_before || ' ' || practice_after || ' ' || practice_changes), 250000))
  ) stored,
  primary key (owner_id, id),
  check (completed_on is null or started_on is null or completed_on >= started_on),
  check ((status = 'completed') = (completed_on is not null))
);
create index item_newest on item (owner_id, learned_on desc, id desc) where binned_at is null;
-- Sums, counts and sorts of a whole portfolio are read from this index alone: its rows lie scattered among everybody's.
create index item_counting on item (owner_id, learned_on)
  include (id, status, type, personal, impact, started_on, completed_on, file_count, source, clinical, setting, participatory, changed_at)
  where binned_at is null;
-- Orders by text too long to stand in it. The expressions are those of ORDERS in matching.ts.
create index item_by_title on item (owner_id, lower(title), id) where binned_at is null;
create index item_by_tags on item (owner_id, (case tag_text when '' then '~' else lower(left(tag_text, 200)) end), id) where binned_at is null;
create index item_by_link on item (owner_id, (case link when '' then '~' else lower(left(link, 200)) end), id) where binned_at is null;
create index item_binned on item (owner_id, binned_at) where binned_at is not null;
create index item_words on item using gin (owner_id, words) with (fastupdate = off);
create index item_tags on item using gin (owner_id, tag_ids) with (fastupdate = off);
create index item_change_due on item (owner_id, change_check_on) where change_check_on is not null;
-- Owners differ by thousands of rows: the planner must know the large ones.
alter table item alter column owner_id set statistics 1000;
grant select, insert, update, delete on item to cairn_app;

-- A label of the owner's. Unique regardless of case and accents (P5); one of a tag set is known by set and code.
create table tag (
  owner_id uuid not null,
  id uuid not null,
  label text not null check (length(label) between 1 and 300),
  -- Own tags: the folded label, set_id ''. Tags of a set: the code.
  set_id text not null default '',
  key text not null,
  created_at timestamptz not null default now(),
  primary key (owner_id, id),
  unique (owner_id, set_id, key)
);
grant select, insert, update, delete on tag to cairn_app;

create table item_tag (
  owner_id uuid not null,
  item_id uuid not null,
  tag_id uuid not null,
  primary key (owner_id, item_id, tag_id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade,
  foreign key (owner_id, tag_id) references tag (owner_id, id) on delete cascade
);
create index item_tag_by_tag on item_tag (owner_id, tag_id, item_id);
grant select, insert, delete on item_tag to cairn_app;

-- What each organisation awarded, as it was on the day (C2, C8). Voided by a retake, never rewritten.
create table credit_award (
  owner_id uuid not null,
  item_id uuid not null,
  accreditor_id text not null,
  id uuid not null,
  amount numeric(5, 2) not null check (amount >= 0),
  awarded_on date not null,
  voided_at timestamptz,
  primary key (owner_id, item_id, accreditor_id, id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade
);
create unique index credit_award_standing on credit_award (owner_id, accreditor_id, item_id) include (amount) where voided_at is null;
grant select, insert, update (voided_at), delete on credit_award to cairn_app;

-- A file on an item. Its bytes lie in the files store under `stored_as`, written once.
create table file (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  name text not null check (length(name) between 1 and 255),
  media_type text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null,
  stored_as text not null,
  added_at timestamptz not null default now(),
  primary key (owner_id, id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade
);
create index file_of_item on file (owner_id, item_id);
grant select, insert, update (name), delete on file to cairn_app;

-- An upload that has not arrived whole (P11). Its bytes so far lie in the store's incoming folder.
create table upload (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  name text not null,
  size_bytes bigint not null,
  begun_at timestamptz not null default now(),
  primary key (owner_id, id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade
);
grant select, insert, update, delete on upload to cairn_app;

-- Answers to 'did the change last?' (P22): dated evidence, so they are added and never changed.
create table change_answer (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  lasted text not null check (lasted in ('yes', 'partly', 'no')),
  note text not null default '',
  answered_on date not null,
  primary key (owner_id, id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade
);
create index change_answer_of_item on change_answer (owner_id, item_id);
grant select, insert on change_answer to cairn_app;
