-- Meetings, the personal development plan, and what a supervisor is brought (T11, T12, T14, T19).

-- What the record held when a form that gathers was signed: as it was seen. Append-only.
create table entry_gathered (
  owner_id uuid not null,
  item_id uuid not null,
  parts jsonb not null,
  at timestamptz not null,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references entry (owner_id, item_id)
);
grant select, insert on entry_gathered to cairn_app;

-- One objective of a personal development plan.
create table objective (
  owner_id uuid not null references person,
  id uuid not null,
  objective text not null check (objective <> ''),
  target_on date not null,
  plan text not null default '',
  -- How they will know that it is achieved.
  measure text not null default '',
  outcome text not null default '',
  state text not null check (state in ('draft', 'agreed', 'in progress', 'achieved', 'carried over', 'dropped')),
  -- Why it was dropped.
  reason text not null default '',
  -- Items of the curriculum it works towards, by code.
  codes text[] not null default '{}',
  version int not null default 1,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (owner_id, id)
);
grant select, insert, update (objective, target_on, plan, measure, outcome, state, reason, codes, version, changed_at) on objective to cairn_app;

-- That an educational supervisor agreed to an objective as it stood then. Append-only.
create table objective_agreement (
  owner_id uuid not null,
  id uuid not null,
  objective_id uuid not null,
  agreed_by uuid not null,
  agreed_by_name text not null,
  -- The meeting that agreed it.
  meeting_item_id uuid,
  -- Its link in the owner's chain.
  number int not null,
  at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, objective_id) references objective (owner_id, id),
  foreign key (owner_id, meeting_item_id) references entry (owner_id, item_id),
  foreign key (owner_id, number) references chain_link (owner_id, number)
);
create index objective_agreement_of on objective_agreement (owner_id, objective_id, at);
grant select, insert on objective_agreement to cairn_app;

create table objective_comment (
  owner_id uuid not null,
  id uuid not null,
  objective_id uuid not null,
  by_id uuid not null,
  by_name text not null,
  by_as text not null,
  text text not null check (text <> ''),
  at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, objective_id) references objective (owner_id, id)
);
create index objective_comment_on on objective_comment (owner_id, objective_id, at);
grant select, insert on objective_comment to cairn_app;

-- Until when a viewer has looked at what is new in a record.
create table looked_at (
  owner_id uuid not null references person,
  viewer_id uuid not null,
  at timestamptz not null,
  primary key (owner_id, viewer_id)
);
grant select, insert, update (at) on looked_at to cairn_app;

-- That a trainee brought their record before a supervisor. Append-only.
create table presentation (
  owner_id uuid not null references person,
  id uuid not null,
  to_id uuid not null,
  to_name text not null,
  note text not null default '',
  at timestamptz not null,
  primary key (owner_id, id)
);
create index presentation_newest on presentation (owner_id, at desc);
grant select, insert on presentation to cairn_app;
