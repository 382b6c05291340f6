-- Declarations, certificates and exams, and the personal library (T4, T5, T6).

alter table item drop constraint item_kind_check;
alter table item add constraint item_kind_check check (kind in ('own', 'module', 'certificate', 'exam', 'library file'));
alter table item drop constraint item_source_check;
alter table item add constraint item_source_check check (source in ('entered', 'photographed', 'copied', 'learning', 'captured', 'college'));

-- A file of the library is an item and no row of the portfolio. The condition stands in the indexes themselves, so that the one filter
-- (itemsMatching) costs a large portfolio nothing: what it sums and counts is still read from the index alone.
drop index item_newest;
create index item_newest on item (owner_id, learned_on desc, id desc) where binned_at is null and kind <> 'library file';
drop index item_counting;
create index item_counting on item (owner_id, learned_on)
  include (id, status, type, personal, impact, started_on, completed_on, file_count, source, clinical, setting, participatory, changed_at)
  where binned_at is null and kind <> 'library file';
drop index item_by_title;
create index item_by_title on item (owner_id, lower(title), id) where binned_at is null and kind <> 'library file';
drop index item_by_tags;
create index item_by_tags on item (owner_id, (case tag_text when '' then '~' else lower(left(tag_text, 200)) end), id)
  where binned_at is null and kind <> 'library file';
drop index item_by_link;
create index item_by_link on item (owner_id, (case link when '' then '~' else lower(left(link, 200)) end), id)
  where binned_at is null and kind <> 'library file';

-- The library (T6).
create table library_folder (
  owner_id uuid not null,
  id uuid not null,
  -- Null at the top.
  parent_id uuid,
  name text not null check (length(name) between 1 and 100),
  made_at timestamptz not null default now(),
  primary key (owner_id, id),
  foreign key (owner_id, parent_id) references library_folder (owner_id, id),
  check (parent_id <> id)
);
grant select, insert, update (parent_id, name), delete on library_folder to cairn_app;

create table library_file (
  owner_id uuid not null,
  item_id uuid not null,
  -- Null at the top.
  folder_id uuid,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade,
  foreign key (owner_id, folder_id) references library_folder (owner_id, id)
);
create index library_file_in on library_file (owner_id, folder_id);
grant select, insert, update (folder_id), delete on library_file to cairn_app;

-- Certificates and exams (T5). The title and the day stand on the item.
create table professional_certificate (
  owner_id uuid not null,
  item_id uuid not null,
  -- What it meets in the curriculum, in one version of it; both null for any other.
  curriculum_id text,
  item_code text,
  awarding_body text not null default '',
  number text not null default '',
  issued_on date not null,
  expires_on date check (expires_on >= issued_on),
  source text not null default 'self' check (source in ('self', 'college')),
  -- The one it takes the place of.
  corrects uuid,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade,
  check ((curriculum_id is null) = (item_code is null)),
  check (corrects <> item_id)
);
grant select, insert, update (curriculum_id, item_code, awarding_body, number, issued_on, expires_on), delete on professional_certificate to cairn_app;

create table exam_result (
  owner_id uuid not null,
  item_id uuid not null,
  curriculum_id text,
  item_code text,
  awarding_body text not null default '',
  candidate_number text not null default '',
  -- The sitting, as the college calls it.
  diet text not null default '',
  taken_on date not null,
  result text not null check (result in ('passed', 'not passed')),
  source text not null default 'self' check (source in ('self', 'college')),
  corrects uuid,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade,
  check ((curriculum_id is null) = (item_code is null)),
  check (corrects <> item_id)
);
grant select, insert, update (curriculum_id, item_code, awarding_body, candidate_number, diet, taken_on, result), delete on exam_result to cairn_app;

-- Who confirmed a certificate or a result, once, having seen what. Append-only: what is verified is locked, and its item cannot go.
create table verification (
  owner_id uuid not null,
  item_id uuid not null,
  verified_by uuid not null,
  verified_as text not null,
  -- 'file': the file that lies on it; 'original': the paper itself; 'college': the college's own record.
  saw text not null check (saw in ('file', 'original', 'college')),
  -- Its link in the owner's chain.
  number int not null,
  verified_at timestamptz not null,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references item (owner_id, id),
  foreign key (owner_id, number) references chain_link (owner_id, number)
);
grant select, insert on verification to cairn_app;

-- Numbers of professional bodies as the college's file is matched by them: letters and digits alone.
create index person_by_number on person (upper(regexp_replace(professional_number, '[^A-Za-z0-9]', '', 'g')))
  where professional_number <> '';

-- Declarations (T4). Who opened which section, for which year and text: one may sign what one has opened.
create table declaration_reading (
  owner_id uuid not null,
  training_year_id uuid not null,
  person_id uuid not null,
  -- An entry of catalogue/declarations and a section it names.
  text_id text not null,
  section text not null,
  opened_at timestamptz not null default now(),
  primary key (owner_id, training_year_id, person_id, text_id, section),
  foreign key (owner_id, training_year_id) references training_year (owner_id, id)
);
grant select, insert on declaration_reading to cairn_app;

-- What was signed, word for word. Append-only: a correction is a new one that names the old.
create table declaration (
  owner_id uuid not null,
  id uuid not null,
  training_year_id uuid not null,
  kind text not null check (kind in ('probity', 'health', 'agreement')),
  signed_by uuid not null,
  signed_as text not null check (signed_as in ('trainee', 'educational supervisor')),
  signer_name text not null,
  text_id text not null,
  text_version text not null,
  title text not null,
  body text not null,
  sections text[] not null,
  detail text not null default '',
  corrects uuid,
  -- Its link in the owner's chain.
  number int not null,
  signed_on date not null,
  signed_at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, training_year_id) references training_year (owner_id, id),
  foreign key (owner_id, corrects) references declaration (owner_id, id),
  foreign key (owner_id, number) references chain_link (owner_id, number)
);
create index declaration_of_year on declaration (owner_id, training_year_id, kind);
grant select, insert on declaration to cairn_app;
