-- Modules as their files said them on the day they were first read, so that what is being taken finishes in its own edition.
-- Small, and nobody's: Citus keeps them whole on every machine.
create table module_edition (
  module_id text not null,
  -- SHA-256 of the content.
  hash text not null,
  content jsonb not null,
  kept_at timestamptz not null default now(),
  primary key (module_id, hash)
);
grant select, insert on module_edition to cairn_app;

create table module_picture (
  sha256 text primary key,
  media_type text not null,
  bytes bytea not null
);
grant select, insert on module_picture to cairn_app;

-- A module in somebody's portfolio. Of one module only the newest is current; 'take again' adds another (L3, L7).
-- The row of the portfolio may be erased before it, so no foreign key holds it.
create table enrolment (
  owner_id uuid not null,
  id uuid not null,
  module_id text not null,
  item_id uuid not null,
  is_current boolean not null default true,
  made_at timestamptz not null default now(),
  primary key (owner_id, id)
);
create unique index enrolment_current on enrolment (owner_id, module_id) where is_current;
create index enrolment_of_item on enrolment (owner_id, item_id);
grant select, insert, update (is_current) on enrolment to cairn_app;

-- One go at a module. Score and clock are the server's; void since a retake began (L7).
create table attempt (
  owner_id uuid not null,
  id uuid not null,
  enrolment_id uuid not null,
  module_id text not null,
  edition text not null,
  place int not null default 0 check (place >= 0),
  started_on date not null,
  begun_at timestamptz not null default now(),
  submitted_at timestamptz,
  submitted_on date,
  right_answers int,
  questions int,
  passed boolean,
  voided_at timestamptz,
  primary key (owner_id, id),
  foreign key (owner_id, enrolment_id) references enrolment (owner_id, id),
  check ((submitted_at is null) = (passed is null))
);
create unique index attempt_open on attempt (owner_id, enrolment_id) where submitted_at is null and voided_at is null;
create index attempt_of_enrolment on attempt (owner_id, enrolment_id, begun_at);
grant select, insert, update on attempt to cairn_app;

-- Each answer a row, so that two windows on one attempt lose none. `option` counts from 0.
create table attempt_answer (
  owner_id uuid not null,
  attempt_id uuid not null,
  part text not null check (part in ('pre', 'page', 'final')),
  question_id text not null,
  option int not null check (option >= 0),
  answered_at timestamptz not null default now(),
  primary key (owner_id, attempt_id, part, question_id),
  foreign key (owner_id, attempt_id) references attempt (owner_id, id)
);
grant select, insert, update on attempt_answer to cairn_app;

-- What a pass gave: the words as on the day, never rewritten (C8, L8). `secret` is what the code holds beside the owner's id.
create table certificate (
  owner_id uuid not null,
  id uuid not null,
  attempt_id uuid not null,
  module_id text not null,
  title text not null,
  name text not null,
  minutes int not null,
  passed_on date not null,
  -- [{accreditorId, name, amount in hundredths, basis}]
  awards jsonb not null,
  secret text not null,
  voided_on date,
  issued_at timestamptz not null default now(),
  primary key (owner_id, id),
  unique (owner_id, attempt_id),
  unique (owner_id, secret),
  foreign key (owner_id, attempt_id) references attempt (owner_id, id)
);
grant select, insert, update (voided_on) on certificate to cairn_app;

-- What the learning side remembers of a person: specialties whose new modules are shown first (L9).
create table learner (
  owner_id uuid primary key,
  specialties text[] not null
);
grant select, insert, update, delete on learner to cairn_app;
