-- Forms that are filled in (F1, F2, F4, T12).

-- One filled form. What it is stands here from the first day; its words, while they are written, in entry_part; what was signed, in
-- entry_step. Append-only, but that an entry nobody signed goes with its item.
create table entry (
  owner_id uuid not null,
  item_id uuid not null,
  -- An entry of catalogue/forms, in the version it was begun on.
  form_id text not null,
  training_year_id uuid,
  -- As the placement was called when it was begun.
  placement text not null default '',
  -- The day of what it is about.
  event_on date not null,
  -- Who is asked to write the part that is not the trainee's, where they have an account; null for whoever holds a ticket, or nobody.
  asked_id uuid,
  -- The one it takes the place of.
  corrects uuid,
  begun_by uuid not null,
  begun_at timestamptz not null,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade,
  foreign key (owner_id, training_year_id) references training_year (owner_id, id),
  check (corrects <> item_id)
);
create index entry_of_form on entry (owner_id, form_id, event_on desc);
grant select, insert on entry to cairn_app;

-- What was written into one section and is not signed yet.
create table entry_part (
  owner_id uuid not null,
  item_id uuid not null,
  section text not null,
  answers jsonb not null,
  version int not null default 1,
  -- Null for an assessor without an account.
  saved_by uuid,
  saved_at timestamptz not null,
  primary key (owner_id, item_id, section),
  foreign key (owner_id, item_id) references entry (owner_id, item_id) on delete cascade
);
grant select, insert, update (answers, version, saved_by, saved_at), delete on entry_part to cairn_app;

-- What was done to finish it, each once. Append-only. `submit` keeps all that was signed, and locks the entry.
create table entry_step (
  owner_id uuid not null,
  item_id uuid not null,
  step text not null check (step in ('prepare', 'submit', 'acknowledge')),
  -- Null for an assessor without an account.
  by_id uuid,
  -- As they were called then, and what they said they are.
  by_name text not null,
  by_as text not null,
  by_role text not null default '',
  by_body text not null default '',
  by_number text not null default '',
  -- The answers of each section, by its id.
  answers jsonb not null,
  -- Its link in the owner's chain; null where nothing is signed by it.
  number int,
  at timestamptz not null,
  primary key (owner_id, item_id, step),
  foreign key (owner_id, item_id) references entry (owner_id, item_id),
  foreign key (owner_id, number) references chain_link (owner_id, number)
);
grant select, insert on entry_step to cairn_app;

create table entry_comment (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  by_id uuid not null,
  by_name text not null,
  by_as text not null,
  text text not null check (text <> ''),
  at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, item_id) references entry (owner_id, item_id) on delete cascade
);
create index entry_comment_on on entry_comment (owner_id, item_id, at);
grant select, insert on entry_comment to cairn_app;

alter table chain_link drop constraint chain_link_kind_check;
alter table chain_link add constraint chain_link_kind_check check (kind in ('sign-off', 'declaration', 'verification', 'form'));
