-- Reflections: whom they are shared with, what they are about, and the programme's collection of those without a name (F1, F6, F8).

-- Who may read the learning layer of a reflection, from when to when. Rows are added, and ended.
create table entry_share (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  audience text not null check (audience in ('supervisors', 'programme', 'panel')),
  shared_at timestamptz not null,
  ended_at timestamptz,
  primary key (owner_id, id),
  foreign key (owner_id, item_id) references entry (owner_id, item_id) on delete cascade
);
create unique index entry_share_standing on entry_share (owner_id, item_id, audience) where ended_at is null;
grant select, insert, update (ended_at) on entry_share to cairn_app;

-- The library file or module that a reflection is about. Its author's alone to know.
create table entry_about (
  owner_id uuid not null,
  item_id uuid not null,
  about_id uuid not null,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references entry (owner_id, item_id) on delete cascade,
  foreign key (owner_id, about_id) references item (owner_id, id) on delete cascade,
  check (about_id <> item_id)
);
grant select, insert, update (about_id), delete on entry_about to cairn_app;

-- What a form says that is linked, as a signature saw it: its author's scratch is never in it (F8).
alter table evidence_version add column filled jsonb;

-- What its author knows of a copy they offered: nobody else's question reaches this row. It outlives the reflection, so that the copy
-- can always be withdrawn.
create table reflection_offer (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  programme_id uuid not null,
  -- The copy, by an id that says neither who nor when.
  shared_id uuid not null,
  offered_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (owner_id, id)
);
create unique index reflection_offer_standing on reflection_offer (owner_id, item_id) where withdrawn_at is null;
grant select, insert, update (withdrawn_at) on reflection_offer to cairn_app;

-- A copy without a name: it belongs to no owner, and nothing in it leads to one. Looked up by its programme, whose it is: a machine that
-- spreads the tables keeps each programme's together. Neither the hour nor the order of offering is kept.
create table shared_reflection (
  programme_id uuid not null,
  id uuid not null,
  form_id text not null,
  state text not null check (state in ('offered', 'published', 'returned')),
  title text not null check (length(title) between 1 and 200),
  -- What stands in each field of the form, in the form's words.
  parts jsonb not null,
  themes text[] not null default '{}',
  -- Why an editor did not publish it, for its author.
  returned_why text not null default '',
  published_on date,
  version int not null default 1,
  primary key (programme_id, id),
  check (state <> 'published' or published_on is not null)
);
grant select, insert, update (state, title, parts, themes, returned_why, published_on, version), delete on shared_reflection to cairn_app;

create table shared_reflection_comment (
  programme_id uuid not null,
  id uuid not null,
  shared_id uuid not null,
  by_id uuid not null,
  by_name text not null,
  -- Trainee or supervisor, as they were then.
  by_as text not null,
  text text not null check (text <> ''),
  at timestamptz not null,
  taken_down_by uuid,
  taken_down_at timestamptz,
  primary key (programme_id, id)
);
create index shared_reflection_comment_on on shared_reflection_comment (programme_id, shared_id, at);
grant select, insert, update (taken_down_by, taken_down_at), delete on shared_reflection_comment to cairn_app;
