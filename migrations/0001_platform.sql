-- What every feature stands on. The server connects as the owner of the database and at once becomes cairn_app
-- (role=cairn_app), which may read and add everywhere and change only what is not append-only.

do $$
begin
  if not exists (select from pg_roles where rolname = 'cairn_app') then
    create role cairn_app nologin;
  end if;
  execute format('grant cairn_app to %I', current_user);
end
$$;

grant usage on schema public to cairn_app;

create extension if not exists unaccent with schema public;
create extension if not exists btree_gin with schema public;

-- Text as search compares it: no case, no accents, and every sign a space, for PostgreSQL would keep 'Asthma/COPD' or '-19' as one word.
-- Immutable for use in a generated column: the dictionary ships with PostgreSQL and is named in full.
create function folded(text) returns text
  language sql immutable strict parallel safe
  return translate(
    lower(public.unaccent('public.unaccent'::regdictionary, $1)),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~–—‐‑‒―…‘’‚“”„·•«»°±×÷§¶©®™',
    repeat(' ', 80)
  );

-- Who did and who looked at what (A9). Append-only.
create table audit (
  owner_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  person_id uuid,
  act text not null,
  record_kind text not null,
  record_id uuid,
  about text not null default '',
  changes jsonb not null default '[]',
  primary key (owner_id, id)
);
create index audit_of_record on audit (owner_id, record_id, id desc) where record_id is not null;
grant select, insert on audit to cairn_app;

-- What was typed and not yet saved (P20).
create table draft (
  owner_id uuid not null,
  form text not null,
  body jsonb not null,
  saved_at timestamptz not null default now(),
  primary key (owner_id, form)
);
grant select, insert, update, delete on draft to cairn_app;

-- Mail on its way. The row is the truth, with a lease; the job is only the bell.
create table message (
  owner_id uuid not null,
  id uuid not null,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  created_at timestamptz not null default now(),
  claimed_until timestamptz,
  attempts int not null default 0,
  sent_at timestamptz,
  fault text,
  primary key (owner_id, id)
);
create index message_unsent on message (owner_id, created_at) where sent_at is null;
grant select, insert, update, delete on message to cairn_app;

-- When a backup was last made (N8).
create table backup_run (
  id uuid primary key,
  made_at timestamptz not null default now(),
  size_bytes bigint not null
);
grant select, insert on backup_run to cairn_app;
