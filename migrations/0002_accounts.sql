-- Who has an account. The tables of schema auth are better-auth's, as its own compiler wrote them; nothing outside the
-- schema refers to them by a foreign key, so that owner-scoped tables can be spread by owner (N5).

create schema auth;
grant usage on schema auth to cairn_app;

create table auth."user" (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

create table auth.session (
  id uuid primary key default gen_random_uuid(),
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default current_timestamp,
  -- When a person last used it, to the minute.
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id uuid not null references auth."user" (id) on delete cascade,
  device_is_mine boolean not null
);
create index session_user_id_idx on auth.session (user_id);
create index session_expires_at_idx on auth.session (expires_at);

create table auth.account (
  id uuid primary key default gen_random_uuid(),
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references auth."user" (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null
);
create index account_user_id_idx on auth.account (user_id);

create table auth.verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
create index verification_identifier_idx on auth.verification (identifier);

grant select, insert, update, delete on all tables in schema auth to cairn_app;

-- Personal details (A5). owner_id is the id of the account.
create table person (
  owner_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  mobile text not null default '',
  work_phone text not null default '',
  professional_body text not null default '',
  professional_number text not null default '',
  grade text not null default '',
  specialty text not null default '',
  time_zone text not null default 'Europe/London',
  date_of_birth date,
  gender text not null default '',
  ethnicity text not null default '',
  disability text not null default '',
  -- The name of the photo in the file store.
  photo_as text,
  -- An address asked for and not confirmed yet, and until when its link works.
  pending_email text,
  pending_until timestamptz,
  version int not null default 1,
  registered_at timestamptz not null default now()
);
grant select, insert, update, delete on person to cairn_app;

-- Site settings (A6). yearly_target is in hundredths.
create table preference (
  owner_id uuid primary key,
  columns text[] not null,
  tag_sets text[] not null,
  accreditor_id text,
  unit text not null check (unit in ('credits', 'hours')),
  yearly_target int check (yearly_target >= 0),
  year_starts_in int not null check (year_starts_in between 1 and 12),
  schemes jsonb not null default '[]',
  theme text not null check (theme in ('auto', 'light', 'dark')),
  news_seen text
);
grant select, insert, update, delete on preference to cairn_app;

-- Wrong passwords per account (A2), known or not: led by a keyed hash of the email, for there may be no owner.
create table sign_in_wait (
  email_hash text primary key,
  failures int not null,
  next_try_at timestamptz not null
);
grant select, insert, update, delete on sign_in_wait to cairn_app;

-- Whether a topic of the guide helped (H1). Kept without who said it.
create table guide_rating (
  id uuid primary key,
  topic text not null,
  helped boolean not null,
  note text not null default '',
  at timestamptz not null default now()
);
grant select, insert on guide_rating to cairn_app;
