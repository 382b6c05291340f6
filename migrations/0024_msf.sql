-- Rounds of feedback from colleagues (F5). A round is an entry whose form has one; here is what it has beside that.

-- From the day its trainee's own assessment is locked.
create table msf_round (
  owner_id uuid not null,
  item_id uuid not null,
  started_at timestamptz not null,
  -- The last day to answer.
  closes_on date not null,
  -- Before its day by hand, or once the day was over.
  closed_at timestamptz,
  -- When the replies were opened: from then on there are no others.
  read_at timestamptz,
  set_aside_at timestamptz,
  set_aside_because text not null default '',
  reminders int not null default 0,
  reminded_at timestamptz,
  -- Orders the remarks, and is gone once they are kept.
  salt text,
  -- Keys of remarks that are not released.
  left_out jsonb not null default '[]',
  -- How many there were, once who they were is erased.
  asked int,
  answered int,
  -- What was released, brought together.
  summary jsonb,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references entry (owner_id, item_id) on delete cascade
);
grant select, insert, update on msf_round to cairn_app;
create index msf_round_open on msf_round (closes_on) where closed_at is null;

-- Who is asked. Erased with the release.
create table msf_rater (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  name text not null,
  email text not null,
  -- The address without what makes no difference: one person is asked once.
  mailbox text not null,
  role text not null,
  is_free_mail boolean not null,
  token_hash text not null,
  sent_at timestamptz,
  is_reminded boolean not null default false,
  -- A hash of what the page called the reply it sent, so that sending it again is nothing new; null until they have answered. It stands
  -- beside no reply.
  sent_as text,
  is_declined boolean not null default false,
  is_taken_back boolean not null default false,
  primary key (owner_id, id),
  unique (owner_id, item_id, mailbox),
  unique (owner_id, token_hash),
  foreign key (owner_id, item_id) references entry (owner_id, item_id) on delete cascade
);
grant select, insert, update, delete on msf_rater to cairn_app;

-- What somebody typed and has not sent, sealed with a key that is made from their link alone.
create table msf_draft (
  owner_id uuid not null,
  rater_id uuid not null,
  sealed text not null,
  version int not null,
  primary key (owner_id, rater_id),
  foreign key (owner_id, rater_id) references msf_rater (owner_id, id) on delete cascade
);
grant select, insert, update, delete on msf_draft to cairn_app;

-- What was answered: no time, no rater, no order. All of a round are written anew, under new random ids, with each that comes; what they
-- say is sealed. Erased with the release.
create table msf_reply (
  owner_id uuid not null,
  item_id uuid not null,
  id uuid not null,
  sealed text not null,
  primary key (owner_id, item_id, id),
  foreign key (owner_id, item_id) references msf_round (owner_id, item_id) on delete cascade
);
grant select, insert, delete on msf_reply to cairn_app;
